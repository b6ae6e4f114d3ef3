/** Vectors of KVM_IOEVENTFD and coalesced zones: assign, deassign and their errors. */

import { B, U64_MAX } from "../../../cases/machine.ts";
import type { Vector } from "./rig.ts";

const CCW = 8;

export const ioctls: readonly Vector[] = [
  [
    "IO-01 lengths 3, 5 and 16",
    (r) => [3, 5, 16].map((len) => r.mmio(0x1000n, len, { fd: r.e() })),
    ["EINVAL", "EINVAL", "EINVAL"],
  ],
  [
    "IO-02 IO-03 an end that wraps",
    (r) => [r.mmio(U64_MAX, 1, { fd: r.e() }), r.mmio(U64_MAX - 3n, 4, { fd: 3 })],
    ["EINVAL", "EINVAL"],
  ],
  [
    "IO-04 IO-05 an end at 2^64-1",
    (r) => [r.mmio(U64_MAX - 4n, 4, { fd: r.e() }), r.mmio(U64_MAX, 0, { fd: 3 })],
    ["0", "0"],
  ],
  [
    "IO-06 flags 0x20 and 0x10",
    (r) => [0x20, 0x10].map((flags) => r.mmio(B, 4, { fd: r.e(), flags })),
    ["EINVAL", "0"],
  ],
  ["IO-07 length 0 with a datamatch", (r) => r.mmio(B, 0, { fd: r.e(), dm: 0n }), "EINVAL"],
  [
    "IO-08 no descriptor, and one of /dev/null",
    (r) => [-1, r.vm.openNull()].map((fd) => r.mmio(B, 4, { fd })),
    ["EBADF", "EINVAL"],
  ],
  ["IO-09 a bad length is seen before a bad descriptor", (r) => r.mmio(B, 3, { fd: -1 }), "EINVAL"],
  ["IO-10 the CCW bus", (r) => r.mmio(B, 8, { fd: r.e(), flags: CCW }), "0"],
  [
    "IO-11 PIO wins over CCW",
    (r) => [r.pio(0x1000n, 8, { fd: r.e(), flags: CCW }), r.pio(0x1000n, 8, { fd: 3 })],
    ["0", "EEXIST"],
  ],
  [
    "IO-12 to IO-16 what collides with a wildcard of length 4",
    (r) => {
      const [e, f] = [r.e(), r.e()];
      const at = (len: number, doorbell: { fd: number; dm?: bigint }) => r.mmio(0x2000n, len, doorbell);
      return [
        at(4, { fd: e }),
        at(4, { fd: e }),
        at(4, { fd: f }),
        at(4, { fd: e, dm: 5n }),
        at(2, { fd: e }),
        at(0, { fd: e }),
      ];
    },
    ["0", "EEXIST", "EEXIST", "EEXIST", "0", "EEXIST"],
  ],
  [
    "IO-17 to IO-20 overlaps, other buses and ports beyond 16 bits are no collision",
    (r) => {
      const fd = r.e();
      const memory = [r.mmio(0x2000n, 4, { fd }), r.mmio(0x2002n, 4, { fd }), r.mmio(0x2001n, 4, { fd, dm: 9n })];
      return [...memory, r.pio(0x2000n, 4, { fd }), r.pio(0x10000n, 4, { fd }), r.pio(1n << 40n, 4, { fd })];
    },
    ["0", "0", "0", "0", "0", "0"],
  ],
  [
    "IO-21 IO-22 all 64 bits of a datamatch count",
    (r) => {
      const [e, f] = [r.e(), r.e()];
      const at = (len: number, doorbell: { fd: number; dm?: bigint }) => r.mmio(0x3000n, len, doorbell);
      const same = [at(4, { fd: e, dm: 1n }), at(4, { fd: e, dm: 2n }), at(4, { fd: f, dm: 1n }), at(4, { fd: f })];
      return [...same, at(4, { fd: f, dm: 0x100000001n }), at(0, { fd: e })];
    },
    ["0", "0", "EEXIST", "EEXIST", "0", "EEXIST"],
  ],
  ["IO-24 a pointer that cannot be read", (r) => r.vm.ioctl(0x4040ae79, null), -14],
  ["IO-25 the number of the patch of 2009", (r) => r.vm.ioctl(0x4020ae78, new Uint8Array(32)), -25],
  [
    "IO-26 IO-27 ioeventfds are not counted, zones are",
    (r) => {
      const fd = r.e();
      const doorbells = Array.from({ length: 1200 }, (_, i) => r.mmio(B, 4, { fd, dm: BigInt(i) }));
      const zones = Array.from({ length: 1001 }, (_, i) => r.zone(0x40000000n + BigInt(4 * i), 4));
      return [doorbells.every((answer) => answer === "0"), zones.lastIndexOf("0"), zones[1000]];
    },
    [true, 999, "ENOSPC"],
  ],
  [
    "IO-28 a bus full of zones takes no ioeventfd either",
    (r) => {
      for (let i = 0; i < 1000; i++) r.zone(0x40000000n + BigInt(4 * i), 4);
      return [r.mmio(B, 4, { fd: r.e() }), r.zone(B, 4)];
    },
    ["ENOSPC", "ENOSPC"],
  ],
  [
    "IO-29 zones in a third space, and removing what is not there",
    (r) => [r.zone(B, 4, 2), r.unzone(B, 4)],
    ["EINVAL", "0"],
  ],
];

export const deassigns: readonly Vector[] = [
  [
    "DE-01 another descriptor, address, length or match is ENOENT",
    (r) => {
      const [fd, f] = [r.e(), r.e()];
      r.mmio(0x2000n, 4, { fd });
      const addresses = [r.deassign(0x2000n, 4, { fd: f }), r.deassign(0x2004n, 4, { fd })];
      return [
        ...addresses,
        ...[8, 3].map((len) => r.deassign(0x2000n, len, { fd })),
        r.deassign(0x2000n, 4, { fd, dm: 0n }),
      ];
    },
    ["ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT"],
  ],
  [
    "DE-03 no descriptor, and one of /dev/null",
    (r) => [-1, r.vm.openNull()].map((fd) => r.deassign(B, 4, { fd })),
    ["EBADF", "EINVAL"],
  ],
  [
    "DE-04 unknown flags are not looked at",
    (r) => {
      const fd = r.e();
      r.mmio(B, 4, { fd });
      return [r.deassign(B, 4, { fd, flags: 0x10 }), r.deassign(B, 4, { fd })];
    },
    ["0", "ENOENT"],
  ],
  [
    "DE-06 DE-08 length 0, through a duplicate",
    (r) => {
      const fd = r.e();
      r.mmio(B, 0, { fd });
      return [r.deassign(B, 0, { fd: r.vm.dup(fd) }), r.deassign(B, 0, { fd })];
    },
    ["0", "ENOENT"],
  ],
];
