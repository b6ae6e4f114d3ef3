import { ArgumentError } from "./argument-error.ts";
import { checkBytes, checkFields, checkInstance, checkU64, shown } from "./arguments.ts";

/** `struct kvm_iofd`, 32 bytes: u64 addr, u32 len, u32 fd, u32 flags, 12 bytes of pad. */
export interface IofdArgs {
  /** A gpa, or a port. */
  readonly addr: bigint;
  /** Bytes. */
  readonly len: number;
  /** Encoded as 32 bits, decoded as a signed number. */
  readonly fd: number;
  /** `KVM_IOFD_FLAG_*`. */
  readonly flags?: number;
}

/** `struct kvm_ioeventfd`, 64 bytes: u64 datamatch, u64 addr, u32 len, s32 fd, u32 flags, 36 bytes of pad. */
export interface IoeventfdArgs {
  /** Ignored without `KVM_IOEVENTFD_FLAG_DATAMATCH`. */
  readonly datamatch?: bigint;
  /** A gpa, or a port. */
  readonly addr: bigint;
  /** Bytes of the access: 1, 2, 4, 8, or 0 for any. */
  readonly len: number;
  readonly fd: number;
  /** `KVM_IOEVENTFD_FLAG_*`. */
  readonly flags?: number;
}

/** `struct kvm_irqfd`, 32 bytes: u32 fd, gsi, flags, resamplefd, 16 bytes of pad. */
export interface IrqfdArgs {
  readonly fd: number;
  /** The interrupt line. */
  readonly gsi: number;
  /** `KVM_IRQFD_FLAG_*`. */
  readonly flags?: number;
  /** Signalled at the guest's end of interrupt, with `KVM_IRQFD_FLAG_RESAMPLE`. */
  readonly resamplefd?: number;
}

/** `struct kvm_coalesced_mmio_zone`, 16 bytes: u64 addr, u32 size, u32 pio. */
export interface CoalescedZoneArgs {
  readonly addr: bigint;
  /** Bytes. */
  readonly size: number;
  /** 1 for ports, 0 for memory. */
  readonly pio?: number;
}

/**
 * `struct kvm_irq_routing`: u32 nr, u32 flags, then 48 bytes an entry: u32 gsi, type, flags, pad, 32 bytes of union.
 */
export interface GsiRoutingArgs {
  readonly flags?: number;
  /** `type` is one of `KVM_IRQ_ROUTING_*`. */
  readonly entries: readonly { readonly gsi: number; readonly type: number }[];
}

/** Bytes that `KVM_IOFD` reads. */
export const SIZEOF_IOFD = 32;
/** Bytes that `KVM_IOEVENTFD` reads. */
export const SIZEOF_IOEVENTFD = 64;
/** Bytes that `KVM_IRQFD` reads. */
export const SIZEOF_IRQFD = 32;
/** Bytes that `KVM_REGISTER_COALESCED_MMIO` and `KVM_UNREGISTER_COALESCED_MMIO` read. */
export const SIZEOF_COALESCED_ZONE = 16;
/** Bytes of the header that `KVM_SET_GSI_ROUTING` reads before the entries. */
export const SIZEOF_GSI_ROUTING = 8;
/** Bytes of one entry behind that header. */
export const SIZEOF_GSI_ROUTING_ENTRY = 48;

/** The bytes of `struct kvm_iofd`. Every encoder throws `ArgumentError` for a field that does not fit. */
export function encodeIofd(args: IofdArgs): Uint8Array {
  checkFields("args", args);
  const out = writer(SIZEOF_IOFD);
  out.u64(0, "addr", args.addr);
  out.u32(8, "len", args.len);
  out.u32(12, "fd", args.fd);
  out.u32(16, "flags", args.flags ?? 0);
  return out.bytes;
}

/** The fields of `struct kvm_iofd`; throws `ArgumentError` if there are too few bytes. */
export function decodeIofd(bytes: Uint8Array): Required<IofdArgs> {
  const view = viewOf(bytes, SIZEOF_IOFD);
  return {
    addr: view.getBigUint64(0, true),
    len: view.getUint32(8, true),
    fd: view.getInt32(12, true),
    flags: view.getUint32(16, true),
  };
}

/** The bytes of `struct kvm_ioeventfd`. */
export function encodeIoeventfd(args: IoeventfdArgs): Uint8Array {
  checkFields("args", args);
  const out = writer(SIZEOF_IOEVENTFD);
  out.u64(0, "datamatch", args.datamatch ?? 0n);
  out.u64(8, "addr", args.addr);
  out.u32(16, "len", args.len);
  out.u32(20, "fd", args.fd);
  out.u32(24, "flags", args.flags ?? 0);
  return out.bytes;
}

/** The fields of `struct kvm_ioeventfd`; throws `ArgumentError` if there are too few bytes. */
export function decodeIoeventfd(bytes: Uint8Array): Required<IoeventfdArgs> {
  const view = viewOf(bytes, SIZEOF_IOEVENTFD);
  return {
    datamatch: view.getBigUint64(0, true),
    addr: view.getBigUint64(8, true),
    len: view.getUint32(16, true),
    fd: view.getInt32(20, true),
    flags: view.getUint32(24, true),
  };
}

/** The bytes of `struct kvm_irqfd`. */
export function encodeIrqfd(args: IrqfdArgs): Uint8Array {
  checkFields("args", args);
  const out = writer(SIZEOF_IRQFD);
  out.u32(0, "fd", args.fd);
  out.u32(4, "gsi", args.gsi);
  out.u32(8, "flags", args.flags ?? 0);
  out.u32(12, "resamplefd", args.resamplefd ?? 0);
  return out.bytes;
}

/** The fields of `struct kvm_irqfd`; throws `ArgumentError` if there are too few bytes. */
export function decodeIrqfd(bytes: Uint8Array): Required<IrqfdArgs> {
  const view = viewOf(bytes, SIZEOF_IRQFD);
  return {
    fd: view.getInt32(0, true),
    gsi: view.getUint32(4, true),
    flags: view.getUint32(8, true),
    resamplefd: view.getInt32(12, true),
  };
}

/** The bytes of `struct kvm_coalesced_mmio_zone`. */
export function encodeCoalescedZone(args: CoalescedZoneArgs): Uint8Array {
  checkFields("args", args);
  const out = writer(SIZEOF_COALESCED_ZONE);
  out.u64(0, "addr", args.addr);
  out.u32(8, "size", args.size);
  out.u32(12, "pio", args.pio ?? 0);
  return out.bytes;
}

/** The fields of `struct kvm_coalesced_mmio_zone`; throws `ArgumentError` if there are too few bytes. */
export function decodeCoalescedZone(bytes: Uint8Array): Required<CoalescedZoneArgs> {
  const view = viewOf(bytes, SIZEOF_COALESCED_ZONE);
  return { addr: view.getBigUint64(0, true), size: view.getUint32(8, true), pio: view.getUint32(12, true) };
}

/** The bytes of `struct kvm_irq_routing`. */
export function encodeGsiRouting(args: GsiRoutingArgs): Uint8Array {
  checkFields("args", args);
  checkInstance("entries", args.entries, Array);
  const out = writer(SIZEOF_GSI_ROUTING + args.entries.length * SIZEOF_GSI_ROUTING_ENTRY);
  out.u32(0, "nr", args.entries.length);
  out.u32(4, "flags", args.flags ?? 0);
  args.entries.forEach((entry, i) => {
    checkFields("entries", entry);
    const at = SIZEOF_GSI_ROUTING + i * SIZEOF_GSI_ROUTING_ENTRY;
    out.u32(at, "gsi", entry.gsi);
    out.u32(at + 4, "type", entry.type);
  });
  return out.bytes;
}

/** The fields of `struct kvm_irq_routing`: `nr` from the header, and those of the `entries` that `bytes` holds. */
export function decodeGsiRouting(bytes: Uint8Array): Required<GsiRoutingArgs> & { nr: number } {
  const view = viewOf(bytes, SIZEOF_GSI_ROUTING);
  const nr = view.getUint32(0, true);
  const held = Math.floor((bytes.length - SIZEOF_GSI_ROUTING) / SIZEOF_GSI_ROUTING_ENTRY);
  const entries = Array.from({ length: Math.min(nr, held) }, (_, i) => {
    const at = SIZEOF_GSI_ROUTING + i * SIZEOF_GSI_ROUTING_ENTRY;
    return { gsi: view.getUint32(at, true), type: view.getUint32(at + 4, true) };
  });
  return { nr, flags: view.getUint32(4, true), entries };
}

function viewOf(bytes: Uint8Array, size: number): DataView {
  checkBytes("bytes", bytes, size);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

interface Writer {
  readonly bytes: Uint8Array;
  u32(at: number, name: string, value: number): void;
  u64(at: number, name: string, value: bigint): void;
}

/** Checks every field: a truncated value would make a different request. */
function writer(size: number): Writer {
  const bytes = new Uint8Array(size);
  const view = viewOf(bytes, size);
  return {
    bytes,
    u32(at, name, value) {
      if (!Number.isInteger(value) || value < -0x80000000 || value > 0xffffffff) {
        throw new ArgumentError(name, `expected a number of 32 bits, not ${shown(value)}`);
      }
      view.setUint32(at, value, true);
    },
    u64(at, name, value) {
      view.setBigUint64(at, checkU64(name, value), true);
    },
  };
}
