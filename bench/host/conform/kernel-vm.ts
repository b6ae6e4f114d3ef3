import { type Exit, KVM_IOEVENTFD, KVM_IRQFD, type Space, type Vm } from "../../../sim/index.ts";
import type { Descriptors } from "../kvm/descriptors.ts";
import type { Guest } from "../kvm/guest.ts";
import type { Kvm } from "../kvm/kvm.ts";
import type { ReadHandler } from "../kvm/vcpu.ts";
import type { SharedVm } from "./system-under-test.ts";

type CoalescedWrite = ReturnType<Vm["coalesced"]>[number];

/** Offsets of descriptors in the argument of an ioctl. */
const DESCRIPTOR_FIELDS: ReadonlyMap<number, readonly number[]> = new Map([
  [KVM_IOEVENTFD, [20]],
  [KVM_IRQFD, [0, 12]],
]);
/** Offset of the coalesced ring in the vCPU's mapping: page 2, the value of KVM_CAP_COALESCED_MMIO. */
const RING_AT = 2 * 4096;
const RING_ENTRIES = 170;
const ENTRY_SIZE = 24;

/** A VM of the running kernel, with the methods of our `Vm`. */
export class KernelVm implements SharedVm {
  readonly #kvm: Kvm;
  readonly #fd: number;
  readonly #fds: Descriptors;
  readonly #guest: Guest | null;

  /** `guest` performs `store` and `load`; `null` for a VM that only takes ioctls. */
  constructor(kvm: Kvm, vm: { readonly fd: number; readonly fds: Descriptors; readonly guest: Guest | null }) {
    this.#kvm = kvm;
    this.#fd = vm.fd;
    this.#fds = vm.fds;
    this.#guest = vm.guest;
  }

  eventfd(initval: number, flags: number): number {
    return this.#fds.eventfd(initval, flags);
  }

  openNull(): number {
    return this.#fds.openNull();
  }

  dup(fd: number): number {
    return this.#fds.dup(fd);
  }

  close(fd: number): number {
    return this.#fds.close(fd);
  }

  read(fd: number, buffer: Uint8Array): number {
    return this.#fds.read(fd, buffer);
  }

  write(fd: number, buffer: Uint8Array): number {
    return this.#fds.write(fd, buffer);
  }

  poll(fd: number): number {
    return this.#fds.poll(fd);
  }

  ioctl(request: number, argument: Uint8Array | null): number {
    return this.#kvm.libc.ioctl(this.#fd, request, argument && this.#withRealDescriptors(request, argument));
  }

  store(access: { space: Space; gpa: bigint; data: Uint8Array }): Exit[] {
    return this.guest.store(access);
  }

  load(access: { space: Space; gpa: bigint; len: number; answer?: Uint8Array | ReadHandler }): {
    data: Uint8Array;
    exits: Exit[];
  } {
    const answer = access.answer ?? new Uint8Array(access.len);
    const onRead =
      typeof answer === "function" ? answer : (exit: Exit) => answer.subarray(Number(exit.gpa - access.gpa));
    return this.guest.load(access, onRead);
  }

  get ring(): { first: number; last: number } {
    const indexes = this.#ringView;
    return { first: indexes.getUint32(0, true), last: indexes.getUint32(4, true) };
  }

  set ring({ first, last }: { first: number; last: number }) {
    this.#ringView.setUint32(0, first, true);
    this.#ringView.setUint32(4, last, true);
  }

  coalesced(): CoalescedWrite[] {
    const { last } = this.ring;
    const writes: CoalescedWrite[] = [];
    for (let first = this.ring.first; first !== last; first = (first + 1) % RING_ENTRIES)
      writes.push(this.#entry(first));
    this.ring = { first: last, last };
    return writes;
  }

  /** Ends the guest's interrupt with a specific EOI to the 8259 of the gsi, which must be below 16. */
  eoi(gsi: number): void {
    const port = gsi < 8 ? 0x20n : 0xa0n;
    this.guest.store({ space: "pio", gpa: port, data: Uint8Array.of(0x60 | (gsi & 7)) });
  }

  /** Throws if the VM has no guest. */
  get guest(): Guest {
    if (this.#guest === null) throw new Error("this VM has no guest");
    return this.#guest;
  }

  /** `struct kvm_coalesced_mmio`: u64 phys_addr, u32 len, u32 pio, u8 data[8]. */
  #entry(index: number): CoalescedWrite {
    const at = 8 + index * ENTRY_SIZE;
    const view = this.#ringView;
    const len = view.getUint32(at + 8, true);
    const data = new Uint8Array(view.buffer, view.byteOffset + at + 16, len).slice();
    return { gpa: view.getBigUint64(at, true), len, data, pio: view.getUint32(at + 12, true) === 1 };
  }

  get #ringView(): DataView {
    const { run } = this.guest;
    return new DataView(run.buffer, run.byteOffset + RING_AT, 4096);
  }

  #withRealDescriptors(request: number, argument: Uint8Array): Uint8Array {
    const fields = DESCRIPTOR_FIELDS.get(request);
    if (fields === undefined) return argument;
    const bytes = argument.slice();
    const view = new DataView(bytes.buffer);
    for (const at of fields) view.setInt32(at, this.#fds.kernelFd(view.getInt32(at, true)), true);
    return bytes;
  }
}
