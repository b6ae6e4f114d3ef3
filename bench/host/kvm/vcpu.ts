import type { Exit, Space } from "../../../sim/index.ts";
import { BUFFER_GPA, DONE_PORT, type StopInstruction, type StubName, stubAddress } from "./guest-code.ts";
import { throwOnErrno } from "./kvm.ts";
import type { Libc } from "./libc.ts";

const KVM_RUN = 0xae80;
const EXIT_IO = 2;
const EXIT_HLT = 5;
const EXIT_MMIO = 6;
const EINTR = -4;

// Offsets in `struct kvm_run`.
const EXIT_REASON = 8;
const EXIT = 32;
const VALID_REGS = 288;
const DIRTY_REGS = 296;
const REGS = 304;
const RAX = REGS;
const RCX = REGS + 16;
const RDX = REGS + 24;
const RSI = REGS + 32;
const RDI = REGS + 40;
const RIP = REGS + 128;
const RFLAGS = REGS + 136;
const SYNC_REGS = 1n;

/** One access of the guest: a stub and its operands. */
export interface GuestAccess {
  readonly stub: StubName;
  readonly space: Space;
  readonly gpa: bigint;
  readonly value?: bigint;
  /** Elements of a string instruction. */
  readonly count?: number;
}

/** The VMM's answer to a read exit: returns `exit.len` bytes. */
export type ReadHandler = (exit: Exit) => Uint8Array;

/** A virtual CPU from the view of its VMM: the page `struct kvm_run`, and KVM_RUN. */
export class Vcpu {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #run: Uint8Array;
  readonly #view: DataView;
  readonly #stop: StopInstruction;

  /** `run` is the mapping of descriptor `fd`. The registers are read and written in it (KVM_CAP_SYNC_REGS). */
  constructor(libc: Libc, vcpu: { readonly fd: number; readonly run: Uint8Array; readonly stop: StopInstruction }) {
    this.#libc = libc;
    this.#fd = vcpu.fd;
    this.#run = vcpu.run;
    this.#view = new DataView(vcpu.run.buffer, vcpu.run.byteOffset, vcpu.run.byteLength);
    this.#stop = vcpu.stop;
    this.#view.setBigUint64(VALID_REGS, SYNC_REGS, true);
  }

  /** Runs the guest until it has performed one access. Returns the exits of the access, and `rax` after it. */
  perform(access: GuestAccess, onRead: ReadHandler): { exits: Exit[]; rax: bigint } {
    this.#setRegisters(access);
    const exits: Exit[] = [];
    for (;;) {
      const result = this.#libc.ioctl(this.#fd, KVM_RUN, 0);
      if (result === EINTR) continue;
      throwOnErrno("KVM_RUN", result);
      const taken = this.#takeExits(onRead);
      if (taken === "done") return { exits, rax: this.#view.getBigUint64(RAX, true) };
      exits.push(...taken);
    }
  }

  #setRegisters({ stub, space, gpa, value = 0n, count = 0 }: GuestAccess): void {
    const view = this.#view;
    view.setBigUint64(RAX, value, true);
    view.setBigUint64(RCX, BigInt(count), true);
    view.setBigUint64(RDX, space === "pio" ? gpa : 0n, true);
    view.setBigUint64(RSI, BigInt(BUFFER_GPA), true);
    view.setBigUint64(RDI, space === "pio" ? BigInt(BUFFER_GPA) : gpa, true);
    view.setBigUint64(RIP, stubAddress(stub), true);
    view.setBigUint64(RFLAGS, 2n, true);
    view.setBigUint64(DIRTY_REGS, SYNC_REGS, true);
  }

  /** The exits of one return of KVM_RUN: a string read (`rep ins`) returns once for all its elements. */
  #takeExits(onRead: ReadHandler): Exit[] | "done" {
    const reason = this.#view.getUint32(EXIT_REASON, true);
    if (reason === EXIT_MMIO) return [this.#mmio(onRead)];
    if (reason === EXIT_IO) return this.#isDonePort() ? "done" : this.#io(onRead);
    if (reason === EXIT_HLT && this.#stop === "hlt") return "done";
    const [detail, rip] = [this.#view.getUint32(EXIT, true), this.#view.getBigUint64(RIP, true)];
    throw new Error(`KVM_RUN returned with unexpected exit reason ${reason} (${detail}) at rip 0x${rip.toString(16)}`);
  }

  #isDonePort(): boolean {
    return this.#stop === "port" && this.#view.getUint16(EXIT + 2, true) === DONE_PORT;
  }

  /** `run->mmio`: u64 phys_addr, u8 data[8], u32 len, u8 is_write. */
  #mmio(onRead: ReadHandler): Exit {
    const len = this.#view.getUint32(EXIT + 16, true);
    const data = this.#run.subarray(EXIT + 8, EXIT + 8 + len);
    const write = this.#view.getUint8(EXIT + 20) !== 0;
    const gpa = this.#view.getBigUint64(EXIT, true);
    return completeExit({ reason: "mmio", gpa, len, data, write }, onRead);
  }

  /** `run->io`: u8 direction, u8 size, u16 port, u32 count, u64 data_offset. */
  #io(onRead: ReadHandler): Exit[] {
    const write = this.#view.getUint8(EXIT) === 1;
    const len = this.#view.getUint8(EXIT + 1);
    const gpa = BigInt(this.#view.getUint16(EXIT + 2, true));
    const offset = Number(this.#view.getBigUint64(EXIT + 8, true));
    return Array.from({ length: this.#view.getUint32(EXIT + 4, true) }, (_, i) => {
      const data = this.#run.subarray(offset + i * len, offset + (i + 1) * len);
      return completeExit({ reason: "io", gpa, len, data, write }, onRead);
    });
  }
}

/**
 * Copies the exit out of `struct kvm_run`. For a read its data are zeros, and the answer goes into `struct kvm_run`.
 */
function completeExit(exit: Exit, onRead: ReadHandler): Exit {
  if (exit.write) return { ...exit, data: exit.data.slice() };
  const read = { ...exit, data: new Uint8Array(exit.len) };
  exit.data.set(onRead(read).subarray(0, exit.len));
  return read;
}
