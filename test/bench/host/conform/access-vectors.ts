/** Vectors of guest accesses, coalesced writes and lookup quirks. */

import { EFD_SEMAPHORE } from "../../../../sim/index.ts";
import { B } from "../../../cases/machine.ts";
import type { Vector } from "./rig.ts";

export const accesses: readonly Vector[] = [
  [
    "GA-01 GA-02 GA-03 GA-04 a byte port: its writes signal, all else exits",
    (r) => {
      const fd = r.e();
      r.pio(0x80n, 1, { fd });
      const exits = [r.out(2, 0x80n), r.out(1, 0x81n), r.out(2, 0x7fn), r.in(1, 0x80n)];
      return [exits, [r.out(1, 0x80n), r.out(1, 0x80n), r.out(1, 0x80n)], r.signals(fd)];
    },
    [["OUT2@80", "OUT1@81", "OUT2@7f", "IN1@80"], ["", "", ""], [3]],
  ],
  [
    "GA-05 GA-06 a string instruction is one access an element",
    (r) => {
      const fd = r.e();
      r.pio(0x80n, 1, { fd });
      return [r.outsb(0x80n, 5), r.signals(fd), r.outsb(0x81n, 5)];
    },
    ["", [5], "OUT1@81 OUT1@81 OUT1@81 OUT1@81 OUT1@81"],
  ],
  [
    "GA-07 datamatches at one port",
    (r) => {
      const [e, f] = [r.e(), r.e()];
      r.pio(0x80n, 1, { fd: e, dm: 0x11n });
      r.pio(0x80n, 1, { fd: f, dm: 0x22n });
      return [[0x11n, 0x22n, 0x33n].map((value) => r.out(1, 0x80n, value)), r.signals(e, f)];
    },
    [
      ["", "", "OUT1@80"],
      [1, 1],
    ],
  ],
  [
    "GA-10 a port of length 0 takes writes of every length",
    (r) => {
      const fd = r.e();
      r.pio(0x80n, 0, { fd });
      return [r.out(1, 0x80n), r.out(2, 0x80n), r.out(4, 0x80n), r.in(1, 0x80n), r.signals(fd)];
    },
    ["", "", "", "IN1@80", [3]],
  ],
  [
    "GA-12 GA-13 memory of length 4: exact address, exact length, and pages split",
    (r) => {
      const fd = r.e();
      r.mmio(B, 4, { fd });
      return [r.w(4, B), r.signals(fd), r.w(2, B), r.w(1, B), r.w(4, B + 1n), r.r(4, B), r.w(4, B - 2n), r.signals(fd)];
    },
    ["", [1], "W2@10000000", "W1@10000000", "W4@10000001", "R4@10000000", "W2@ffffffe W2@10000000", [0]],
  ],
  [
    "GA-14 memory of length 0",
    (r) => {
      const fd = r.e();
      r.mmio(B, 0, { fd });
      return [r.w(4, B), r.w(2, B), r.w(1, B), r.r(4, B), r.w(1, B + 1n), r.signals(fd)];
    },
    ["", "", "", "R4@10000000", "W1@10000001", [3]],
  ],
  [
    "GA-15 GA-16 both halves of a store across pages are looked up",
    (r) => {
      const [e, f] = [r.e(), r.e()];
      r.mmio(B + 0xffen, 2, { fd: e });
      r.mmio(B + 0x1000n, 2, { fd: f });
      return [r.w(4, B + 0xffen), r.signals(e, f), r.w(4, B + 0x1ffen, 0xaabbccddn)];
    },
    ["", [1, 1], "W2@10001ffe W2@10002000"],
  ],
  [
    "GA-17 GA-18 RAM wins, and ends where it ends",
    (r) => {
      const [e, f] = [r.e(), r.e()];
      r.mmio(0x10000n, 2, { fd: e });
      r.mmio(0x3000n, 4, { fd: f });
      return [r.w(4, 0xfffen, 0xaabbccddn), r.w(4, 0x3000n), r.r(2, 0xfffen), r.signals(e, f)];
    },
    ["", "", "", [1, 0]],
  ],
  [
    "GA-19 GA-20 GA-21 stores of 8 bytes",
    (r) => {
      const [e, f] = [r.e(), r.e()];
      r.mmio(B, 8, { fd: e });
      r.mmio(B + 8n, 8, { fd: f, dm: 0xdeadbeefdeadbeefn });
      r.mmio(B + 0x14n, 4, { fd: e });
      const matched = [r.w(8, B), r.w(4, B), r.w(8, B + 8n, 0xdeadbeefdeadbeefn), r.w(8, B + 8n, 0x1deadbeefn)];
      return [...matched, r.w(8, B + 0x10n), r.w(8, B + 0xffcn), r.w(8, B + 0x1003n), r.signals(e, f)];
    },
    ["", "W4@10000000", "", "W8@10000008", "W8@10000010", "W4@10000ffc W4@10001000", "W8@10001003", [1, 1]],
  ],
  [
    "GA-22 an unaligned address",
    (r) => {
      const fd = r.e();
      r.mmio(B + 0x21n, 4, { fd, dm: 9n });
      return [r.w(4, B + 0x21n, 9n), r.signals(fd)];
    },
    ["", [1]],
  ],
  [
    "GA-24 doorbells of a semaphore are read one by one",
    (r) => {
      const fd = r.e(0, EFD_SEMAPHORE);
      r.pio(0x80n, 1, { fd });
      return [r.outsb(0x80n, 3), r.take(fd), r.take(fd), r.take(fd), r.take(fd)];
    },
    ["", 1n, 1n, 1n, "EAGAIN"],
  ],
  [
    "GA-25 a doorbell outlives its descriptors",
    (r) => {
      const fd = r.e();
      r.pio(0x80n, 1, { fd });
      return [r.vm.close(fd), r.out(1, 0x80n)];
    },
    [0, ""],
  ],
];

export const zones: readonly Vector[] = [
  [
    "CO-01 CO-02 writes in a zone wait in the ring; what crosses its end exits there",
    (r) => {
      r.zone(B, 0x1000);
      const exits = [r.w(4, B), r.w(2, B + 2n), r.r(4, B), r.w(4, B + 0xffen)];
      return [exits, r.vm.coalesced().map(({ gpa, len }) => [gpa - B, len])];
    },
    [
      ["", "", "R4@10000000", "W2@10001000"],
      [
        [0n, 4],
        [2n, 2],
        [0xffen, 2],
      ],
    ],
  ],
  [
    "CO-03 169 writes fit",
    (r) => {
      r.zone(B, 8);
      const exits = Array.from({ length: 400 }, () => r.w(4, B));
      return [exits.indexOf("W4@10000000"), r.vm.ring.first, r.vm.ring.last];
    },
    [169, 0, 169],
  ],
  [
    "CO-04 an index that userspace spoilt has no room",
    (r) => {
      r.zone(B, 8);
      r.vm.ring = { first: 0, last: 170 };
      return r.w(4, B);
    },
    "W4@10000000",
  ],
  [
    "CO-06 the same zone twice coalesces once",
    (r) => [r.zone(B, 8), r.zone(B, 8), r.w(4, B), r.vm.coalesced().length],
    ["0", "0", "", 1],
  ],
  [
    "CO-07 zones of ports",
    (r) => {
      r.zone(0x80n, 4, 1);
      const exits = [r.out(1, 0x80n), r.out(4, 0x80n), r.out(2, 0x83n), r.in(1, 0x80n)];
      return [exits, r.vm.coalesced().length, r.outsb(0x80n, 5), r.vm.coalesced().map(({ pio }) => pio)];
    },
    [["", "", "OUT2@83", "IN1@80"], 2, "", [true, true, true, true, true]],
  ],
  [
    "Q-01 a doorbell registered after the zone around it never rings, and the zone loses what follows it",
    (r) => {
      const fd = r.e();
      r.zone(B, 0x1000);
      r.mmio(B + 0x10n, 4, { fd });
      return [[0x10n, 0x14n, 0n, 0xffcn].map((at) => r.w(4, B + at)), r.signals(fd), r.vm.coalesced().length];
    },
    [["", "W4@10000014", "", "W4@10000ffc"], [0], 2],
  ],
  [
    "Q-02 registered before it, everything is found",
    (r) => {
      const fd = r.e();
      r.mmio(B + 0x10n, 4, { fd });
      r.zone(B, 0x1000);
      return [[0x10n, 0x14n, 0n, 0xffcn].map((at) => r.w(4, B + at)), r.signals(fd), r.vm.coalesced().length];
    },
    [["", "", "", ""], [1], 3],
  ],
];
