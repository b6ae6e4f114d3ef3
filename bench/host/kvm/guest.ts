import type { Exit, Space } from "../../../sim/index.ts";
import {
  BUFFER_GPA,
  BUFFER_SIZE,
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

/** Offsets of the RAM regions and of the vCPU's pages in the guest memory. */
const HIGH_RAM_AT = LOW_RAM.size;
const RUN_AT = HIGH_RAM_AT + HIGH_RAM.size;
const SYSTEM_AT = HIGH_RAM_AT + SYSTEM_GPA - HIGH_RAM.gpa;
const BUFFER_AT = HIGH_RAM_AT + BUFFER_GPA - HIGH_RAM.gpa;

/** Memory for one guest at a time. The next guest uses it again. */
export function allocateGuestMemory(kvm: Kvm): GuestMemory {
  return new GuestMemory(kvm.libc, RUN_AT + kvm.runSize);
}

/** A guest with its RAM and one vCPU. It performs one access a call. */
export class Guest {
  /** `struct kvm_run`, the page of port data and the page of the coalesced ring. */
  readonly run: Uint8Array;
  readonly #kvm: Kvm;
  readonly #memory: GuestMemory;
  readonly #fd: number;
  readonly #vcpu: Vcpu;
  readonly #buffer: Uint8Array;

  /** Gives the VM its RAM and its vCPU. No other guest may use `memory` at the same time. */
  constructor(kvm: Kvm, memory: GuestMemory, vm: { readonly fd: number; readonly stop: StopInstruction }) {
    this.#kvm = kvm;
    this.#memory = memory;
    memory.bytes.fill(0, 0, RUN_AT);
    writeGuestSystem(memory.bytes.subarray(SYSTEM_AT, SYSTEM_AT + SYSTEM_SIZE), vm.stop);
    this.#buffer = memory.bytes.subarray(BUFFER_AT, BUFFER_AT + BUFFER_SIZE);
    addRam(kvm, vm.fd, { slot: 0, ...LOW_RAM, address: memory.address });
    addRam(kvm, vm.fd, { slot: 1, ...HIGH_RAM, address: memory.address + HIGH_RAM_AT });
    this.#fd = throwOnErrno("KVM_CREATE_VCPU", kvm.libc.ioctl(vm.fd, KVM_CREATE_VCPU, 0));
    memory.map({ offset: RUN_AT, size: kvm.runSize }, this.#fd);
    this.run = memory.bytes.subarray(RUN_AT, RUN_AT + kvm.runSize);
    this.#setUpLongMode();
    this.#vcpu = new Vcpu(kvm.libc, { fd: this.#fd, run: this.run, stop: vm.stop });
  }

  /** Performs one store of 1, 2 or 4 bytes, to memory also of 8 or 16. Returns its exits. */
  store(access: { space: Space; gpa: bigint; data: Uint8Array }): Exit[] {
    const { space, gpa, data } = access;
    this.#buffer.set(data);
    const stub = `${space === "pio" ? "out" : "store"}${data.length}` as StubName;
    return this.#vcpu.perform({ stub, space, gpa, value: littleEndian(data) }, readZeros).exits;
  }

  /** Performs one load of the same lengths. Returns the bytes that the guest read, and the exits. */
  load(from: { space: Space; gpa: bigint; len: number }, onRead: ReadHandler): { data: Uint8Array; exits: Exit[] } {
    const { space, gpa, len } = from;
    const stub = `${space === "pio" ? "in" : "load"}${len}` as StubName;
    const { exits, rax } = this.#vcpu.perform({ stub, space, gpa }, onRead);
    if (len === 16) return { data: this.#buffer.slice(0, len), exits };
    return { data: new Uint8Array(new BigUint64Array([rax]).buffer, 0, len), exits };
  }

  /** Performs `rep outs` with elements of one length: 1, 2 or 4 bytes. Returns its exits. */
  outs(port: bigint, elements: readonly Uint8Array[]): Exit[] {
    const len = elements[0]!.length;
    elements.forEach((data, i) => {
      this.#buffer.set(data, i * len);
    });
    const stub = `outs${len}` as StubName;
    return this.#vcpu.perform({ stub, space: "pio", gpa: port, count: elements.length }, readZeros).exits;
  }

  /** Performs `rep ins` of `count` elements of `len` bytes. Returns the bytes that the guest read, and the exits. */
  ins(from: { port: bigint; len: number; count: number }, onRead: ReadHandler): { data: Uint8Array; exits: Exit[] } {
    const stub = `ins${from.len}` as StubName;
    const { exits } = this.#vcpu.perform({ stub, space: "pio", gpa: from.port, count: from.count }, onRead);
    return { data: this.#buffer.slice(0, from.len * from.count), exits };
  }

  /** Closes the vCPU and unmaps its pages. Another guest may then use the memory. */
  close(): void {
    this.#memory.unmap({ offset: RUN_AT, size: this.#kvm.runSize });
    this.#kvm.libc.close(this.#fd);
  }

  #setUpLongMode(): void {
    const ioctl = (what: string, request: number, bytes: Uint8Array): number =>
      throwOnErrno(what, this.#kvm.libc.ioctl(this.#fd, request, bytes));
    ioctl("KVM_SET_CPUID2", KVM_SET_CPUID2, this.#kvm.cpuid);
    const sregs = new Uint8Array(SIZEOF_SREGS);
    ioctl("KVM_GET_SREGS", KVM_GET_SREGS, sregs);
    enterLongMode(sregs);
    ioctl("KVM_SET_SREGS", KVM_SET_SREGS, sregs);
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
