/** Vectors of eventfds and irqfds. */

import { EFD_SEMAPHORE } from "../../../../sim/index.ts";
import { U64_MAX } from "../../../cases/machine.ts";
import type { Vector } from "./rig.ts";

export const eventfds: readonly Vector[] = [
  ["an empty one", (r) => [r.take(r.e()), r.vm.poll(3), r.put(3, 0n), r.take(3)], ["EAGAIN", 4, "ok", "EAGAIN"]],
  [
    "2^64-1 cannot be written, 2^64-2 can",
    (r) => [r.put(r.e(), U64_MAX), r.put(3, U64_MAX - 1n), r.put(3, 1n), r.put(3, 0n)],
    ["EINVAL", "ok", "EAGAIN", "ok"],
  ],
  ["4 bytes are too few", (r) => [r.put(r.e(), 1n, 4), r.vm.read(3, new Uint8Array(4))], ["EINVAL", -22]],
  [
    "16 bytes: read gives 8, write refuses",
    (r) => [r.vm.read(r.e(3), new Uint8Array(16)), r.put(3, 1n, 16)],
    [8, "EINVAL"],
  ],
  ["a semaphore of 3", (r) => [r.take(r.e(3, EFD_SEMAPHORE)), r.take(3), r.take(3), r.take(3)], [1n, 1n, 1n, "EAGAIN"]],
  [
    "the poll bits at the limit, and a doorbell beyond it",
    (r) => {
      const fd = r.e();
      r.pio(0x80n, 1, { fd });
      const bits = [U64_MAX - 2n, 1n].map((value) => [r.put(fd, value), r.vm.poll(fd)]);
      return [bits, r.outsb(0x80n, 2), r.vm.poll(fd), r.take(fd)];
    },
    [
      [
        ["ok", 5],
        ["ok", 1],
      ],
      "",
      9,
      U64_MAX,
    ],
  ],
];

const RESAMPLE = 2;
export const irqfds: readonly Vector[] = [
  ["unknown flags", (r) => [4, 5].map((flags) => r.irqfd(r.e(), 5, { flags })), ["EINVAL", "EINVAL"]],
  [
    "no descriptor, and one of /dev/null",
    (r) => [-1, r.vm.openNull()].map((fd) => r.irqfd(fd, 5)),
    ["EBADF", "EINVAL"],
  ],
  [
    "a resamplefd that is none",
    (r) => [-1, r.vm.openNull()].map((resamplefd) => r.irqfd(r.e(), 5, { flags: RESAMPLE, resamplefd })),
    ["EBADF", "EINVAL"],
  ],
  [
    "an eventfd serves one irqfd, also across VMs",
    (r) => [
      r.irqfd(r.e(), 5),
      r.irqfd(3, 5),
      r.irqfd(3, 9),
      r.irqfd(3, 5, { vm: 1 }),
      r.irqfd(r.e(), 5),
      r.irqfd(r.e(), 5000),
    ],
    ["0", "EBUSY", "EBUSY", "EBUSY", "0", "0"],
  ],
  [
    "a deassign always succeeds",
    (r) => [r.irqfd(r.e(), 5), r.irqfd(3, 9, { flags: 1 }), r.irqfd(3, 5, { flags: 1 }), r.irqfd(3, 5, { flags: 1 })],
    ["0", "0", "0", "0"],
  ],
  [
    "a write is an interrupt and leaves nothing to read",
    (r) => [r.irqfd(r.e(), 5), r.put(3, 7n), r.take(3), r.system.takeInterrupts()],
    ["0", "ok", "EAGAIN", [[5], []]],
  ],
  [
    "what was signalled before is an interrupt too, and stays to be read",
    (r) => [r.irqfd(r.e(7), 5), r.system.takeInterrupts(), r.take(3)],
    ["0", [[5], []], 7n],
  ],
  [
    "a resampling irqfd holds the line until the end of interrupt",
    (r) => {
      const [fd, resamplefd] = [r.e(), r.e()];
      const first = [r.irqfd(fd, 5, { flags: RESAMPLE, resamplefd }), r.put(fd, 1n), r.system.takeInterrupts()];
      r.vm.eoi(5);
      return [...first, r.take(resamplefd), r.put(fd, 1n), r.system.takeInterrupts()];
    },
    ["0", "ok", [[5], []], 1n, "ok", [[5], []]],
  ],
];
