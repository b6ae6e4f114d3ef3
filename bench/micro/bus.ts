/** Search and registration on each kernel's bus, by number of registered doorbells. */

import {
  capabilities,
  encodeIoeventfd,
  encodeIofd,
  type IoAccess,
  type IoBus,
  ioWrite,
  type Kernel,
  KVM_IOEVENTFD,
  KVM_IOEVENTFD_FLAG_DEASSIGN,
  KVM_IOFD,
  kernels,
  RandomStreams,
  Vm,
} from "../../sim/index.ts";
import type { Length, MicroTask } from "./task.ts";

const base = 0x1000_0000;
const len = 4;
const operations = 4096;
const word = new Uint8Array(len);

/** Hits at random doorbells, misses between and beside them, and assign/deassign pairs on a filled bus. */
export function busTasks(length: Length): MicroTask[] {
  const sizes = length === "short" ? [1, 10, 100, 1000] : [1, 10, 32, 64, 100, 320, 1000, 3200, 10_000];
  const sizesOf = (kernel: Kernel) =>
    length === "long" && capabilities(kernel).step === "hash" ? [...sizes, 100_000] : sizes;
  const searches = kernels.flatMap((kernel) =>
    sizesOf(kernel).flatMap((size) => [
      searchTask(kernel, size, "hit"),
      searchTask(kernel, size, "miss"),
      ...registrationTasks(kernel, size),
    ]),
  );
  return [...searches, ...kernels.map((kernel) => fillTask(kernel, 10_000))];
}

/** Registers `size` doorbells on an empty bus, one after the other. */
function fillTask(kernel: Kernel, size: number): MicroTask {
  return { name: `${kernel} fill`, size, operations: size, run: () => void filledVm(kernel, size) };
}

/** A VM with `size` doorbells of 4 bytes, 8 bytes apart so that a miss can fall between two. */
function filledVm(kernel: Kernel, size: number): Vm {
  const vm = new Vm({ kernel, deviceLimit: "lifted" });
  const fd = vm.eventfd(0, 0);
  for (let i = 0; i < size; i++) {
    const addr = BigInt(base + 8 * i);
    const answer =
      capabilities(kernel).doorbellIoctl === "KVM_IOFD"
        ? vm.ioctl(KVM_IOFD, encodeIofd({ addr, len, fd }))
        : vm.ioctl(KVM_IOEVENTFD, encodeIoeventfd({ addr, len, fd }));
    if (answer !== 0) throw new Error(`the ${kernel} bus refused doorbell ${i} of ${size}: ${answer}`);
  }
  return vm;
}

/** Hits at random doorbells of the upstream bus, without the device's write: the same work as the reference in C++. */
export function upstreamSearchTask(size: number): MicroTask {
  const bus = filledVm("upstream", size).bus("mmio");
  const accesses = Array.from({ length: size }, (_, i) => ioWrite(base + 8 * i, word));
  const order = randomOrder(size);
  const run = () => {
    for (let i = 0; i < order.length; i++) {
      if (bus.find(accesses[order[i]!]!) === null) throw new Error("a registered doorbell was not found");
    }
  };
  return { name: "upstream search", size, operations: order.length, run };
}

/** Indexes of random doorbells: too many for a branch predictor to learn. */
function randomOrder(size: number): Int32Array {
  const random = new RandomStreams({ seed: 1, replication: 1 }).stream("microbenchmark");
  return Int32Array.from({ length: 1 << 20 }, () => Math.floor(random.uniform() * size));
}

function randomAccesses(size: number, offset: number): IoAccess[] {
  const random = new RandomStreams({ seed: 1, replication: 1 }).stream("microbenchmark");
  return Array.from({ length: operations }, () =>
    ioWrite(base + 8 * Math.floor(random.uniform() * size) + offset, word),
  );
}

function searchTask(kernel: Kernel, size: number, outcome: "hit" | "miss"): MicroTask {
  const bus = filledVm(kernel, size).bus("mmio");
  const accesses = randomAccesses(size, outcome === "hit" ? 0 : len);
  const run = () => {
    for (let i = 0; i < operations; i++) bus.write(accesses[i]!);
  };
  return { name: `${kernel} ${outcome}`, size, operations, run, comparisons: meanComparisons(bus, accesses) };
}

function meanComparisons(bus: IoBus, accesses: readonly IoAccess[]): number {
  let steps = 0;
  for (const access of accesses) {
    bus.find(access);
    steps += bus.steps;
  }
  return steps / accesses.length;
}

/** None for v7, whose patch has no deassign. */
function registrationTasks(kernel: Kernel, size: number): MicroTask[] {
  if (!capabilities(kernel).deassigns) return [];
  const vm = filledVm(kernel, size);
  const fd = vm.eventfd(0, 0);
  const addr = BigInt(base + 8 * (size >> 1) + len);
  const assign = encodeIoeventfd({ addr, len, fd });
  const deassign = encodeIoeventfd({ addr, len, fd, flags: KVM_IOEVENTFD_FLAG_DEASSIGN });
  const pairs = 1000;
  const run = () => {
    for (let i = 0; i < pairs; i++) {
      vm.ioctl(KVM_IOEVENTFD, assign);
      vm.ioctl(KVM_IOEVENTFD, deassign);
    }
  };
  return [{ name: `${kernel} assign + deassign`, size, operations: pairs, run }];
}
