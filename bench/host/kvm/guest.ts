import type { Exit, Space } from "../../../sim/index.ts";
import {
  BUFFER_GPA,
  enterLongMode,
  HIGH_RAM,
  LOW_RAM,
  type StopInstruction,
  type StubName,
  SYSTEM_GPA,
  SYSTEM_SIZE,
  writeGuestSystem,
} from "./guest-code.ts";
import { GuestMemory } from "./guest-memory.ts";
import { type Kvm, throwOnErrno } from "./kvm.ts";
import { type ReadHandler, Vcpu } from "./vcpu.ts";

const KVM_CREATE_VCPU = 0xae41;
const KVM_SET_USER_MEMORY_REGION = 0x4020ae46;
const KVM_GET_SREGS = 0x8138ae83;
const KVM_SET_SREGS = 0x4138ae84;
const KVM_SET_CPUID2 = 0x4008ae90;
const SIZEOF_SREGS = 312;

/** Where the two RAM regions and the vCPU's pages lie in the arena. */
const HIGH_RAM_AT = LOW_RAM.size;
const RUN_AT = HIGH_RAM_AT + HIGH_RAM.size;
const SYSTEM_AT = HIGH_RAM_AT + SYSTEM_GPA - HIGH_RAM.gpa;
const BUFFER_AT = HIGH_RAM_AT + BUFFER_GPA - HIGH_RAM.gpa;

/** Memory for one guest at a time, used again for the next. */
export function allocateGuestMemory(kvm: Kvm): GuestMemory {
  return new GuestMemory(kvm.libc, RUN_AT + kvm.runSize);
}

/** A running guest: its RAM, its one vCPU, and the accesses it performs. */
export class Guest {
  /** `struct kvm_run`, the page of port data and the page of the coalesced ring. */
  readonly run: Uint8Array;
  readonly #kvm: Kvm;
  readonly #memory: GuestMemory;
  readonly #fd: number;
  readonly #vcpu: Vcpu;
  readonly #buffer: Uint8Array;

  /** Gives the VM its RAM and its vCPU. `arena` has no other guest. */
  constructor(kvm: Kvm, arena: GuestMemory, vm: { readonly fd: number; readonly stop: StopInstruction }) {
    this.#kvm = kvm;
    this.#memory = arena;
    arena.bytes.fill(0, 0, RUN_AT);
    writeGuestSystem(arena.bytes.subarray(SYSTEM_AT, SYSTEM_AT + SYSTEM_SIZE), vm.stop);
    this.#buffer = arena.bytes.subarray(BUFFER_AT, BUFFER_AT + 0x1000);
    addRam(kvm, vm.fd, { slot: 0, ...LOW_RAM, address: arena.address });
    addRam(kvm, vm.fd, { slot: 1, ...HIGH_RAM, address: arena.address + HIGH_RAM_AT });
    this.#fd = throwOnErrno("KVM_CREATE_VCPU", kvm.libc.ioctl(vm.fd, KVM_CREATE_VCPU, 0));
    arena.map({ offset: RUN_AT, size: kvm.runSize }, this.#fd);
    this.run = arena.bytes.subarray(RUN_AT, RUN_AT + kvm.runSize);
    this.#setUpLongMode();
    this.#vcpu = new Vcpu(kvm.libc, { fd: this.#fd, run: this.run, stop: vm.stop });
  }

  /** One store of 1, 2, 4 or 8 bytes, to memory also of 16; its exits. */
  store(access: { space: Space; gpa: bigint; data: Uint8Array }): Exit[] {
    const { space, gpa, data } = access;
    this.#buffer.set(data);
    const stub = `${space === "pio" ? "out" : "store"}${data.length}` as StubName;
    return this.#vcpu.perform({ stub, space, gpa, value: littleEndian(data) }, readZeros).exits;
  }

  /** One load of as many bytes; what the guest then has, and the exits. */
  load(from: { space: Space; gpa: bigint; len: number }, answer: ReadHandler): { data: Uint8Array; exits: Exit[] } {
    const { space, gpa, len } = from;
    const stub = `${space === "pio" ? "in" : "load"}${len}` as StubName;
    const { exits, rax } = this.#vcpu.perform({ stub, space, gpa }, answer);
    if (len === 16) return { data: this.#buffer.slice(0, len), exits };
    return { data: new Uint8Array(new BigUint64Array([rax]).buffer, 0, len), exits };
  }

  /** `rep outs`. */
  outs(port: bigint, elements: readonly Uint8Array[]): Exit[] {
    const len = elements[0]!.length;
    elements.forEach((data, i) => {
      this.#buffer.set(data, i * len);
    });
    const stub = `outs${len}` as StubName;
    return this.#vcpu.perform({ stub, space: "pio", gpa: port, count: elements.length }, readZeros).exits;
  }

  /** `rep ins`. */
  ins(from: { port: bigint; len: number; count: number }, answer: ReadHandler): { data: Uint8Array; exits: Exit[] } {
    const stub = `ins${from.len}` as StubName;
    const { exits } = this.#vcpu.perform({ stub, space: "pio", gpa: from.port, count: from.count }, answer);
    return { data: this.#buffer.slice(0, from.len * from.count), exits };
  }

  /** Gives up vCPU and mapping; the arena is free for another guest. */
  close(): void {
    this.#memory.unmap({ offset: RUN_AT, size: this.#kvm.runSize });
    this.#kvm.libc.close(this.#fd);
  }

  #setUpLongMode(): void {
    const ask = (what: string, request: number, bytes: Uint8Array): number =>
      throwOnErrno(what, this.#kvm.libc.ioctl(this.#fd, request, bytes));
    ask("KVM_SET_CPUID2", KVM_SET_CPUID2, this.#kvm.cpuid);
    const sregs = new Uint8Array(SIZEOF_SREGS);
    ask("KVM_GET_SREGS", KVM_GET_SREGS, sregs);
    enterLongMode(sregs);
    ask("KVM_SET_SREGS", KVM_SET_SREGS, sregs);
  }
}

const readZeros: ReadHandler = (exit) => new Uint8Array(exit.len);

/** `struct kvm_userspace_memory_region`: u32 slot, u32 flags, u64 guest_phys_addr, memory_size, userspace_addr. */
function addRam(kvm: Kvm, vm: number, ram: { slot: number; gpa: number; size: number; address: number }): void {
  const region = new BigUint64Array([ram.slot, ram.gpa, ram.size, ram.address].map(BigInt));
  const bytes = new Uint8Array(region.buffer);
  throwOnErrno("KVM_SET_USER_MEMORY_REGION", kvm.libc.ioctl(vm, KVM_SET_USER_MEMORY_REGION, bytes));
}

function littleEndian(data: Uint8Array): bigint {
  const bytes = new Uint8Array(8);
  bytes.set(data.subarray(0, 8));
  return new DataView(bytes.buffer).getBigUint64(0, true);
}
