import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type IoAccess, ioRead, ioWrite } from "../../../sim/kvm/access.ts";
import { FirstMatch } from "../../../sim/kvm/dispatch/first-match.ts";
import { Ideal } from "../../../sim/kvm/dispatch/ideal.ts";
import { OrderedProbe } from "../../../sim/kvm/dispatch/ordered-probe.ts";
import { Sorted } from "../../../sim/kvm/dispatch/sorted.ts";
import { EventFd } from "../../../sim/kvm/eventfd.ts";
import type { Dispatcher, IoDevice } from "../../../sim/kvm/io-bus.ts";
import { Ioeventfd } from "../../../sim/kvm/ioeventfd.ts";
import { U64 } from "../../../sim/kvm/u64.ts";
import {
  type BusOracle,
  FirstRegisteredOracle,
  HoleOracle,
  ListOracle,
  type Range,
  SortedOracle,
} from "../../cases/bus-oracles.ts";
import { little } from "../../cases/machine.ts";

/** Where neighbouring numbers are hard to tell apart: small ones, 2^53, 2^63, the end of the address space. */
const bases = [0n, 0x1000n, (1n << 53n) - 8n, (1n << 53n) + 8n, 1n << 63n, (1n << 64n) - 24n];

/** Addresses close to each other, so that ranges nest, touch and repeat. */
const address = fc
  .tuple(fc.constantFrom(...bases), fc.integer({ min: 0, max: 23 }))
  .map(([base, offset]) => (base + BigInt(offset)) & 0xffffffffffffffffn);
const range: fc.Arbitrary<Range> = fc.record({ addr: address, len: fc.constantFrom(0, 1, 2, 4, 8, 16, 24) });
const key = fc.record({ addr: address, len: fc.constantFrom(0, 1, 2, 4, 8) });

/** One registration, removal of an earlier one, or access; `picky` devices refuse the accesses they dislike. */
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("register" as const), range, picky: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("unregister" as const), which: fc.nat(30) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("access" as const), key, mood: fc.nat(3) }) },
);

type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** Runs the operations on both, and compares who has each access and, if asked, the comparisons. */
function compareBuses(dispatcher: Dispatcher, oracle: BusOracle, operations: readonly Operation[]): void {
  const devices: { device: IoDevice; picky: boolean }[] = [];
  let mood = 0;
  const willing = (index: number): boolean => !devices[index]!.picky || (index + mood) % 3 === 0;
  for (const op of operations) {
    if (op.kind === "register") {
      const index = devices.length;
      const device: IoDevice = { takes: () => willing(index), write: () => {} };
      devices.push({ device, picky: op.picky });
      expect(dispatcher.register({ addr: U64.of(op.range.addr), len: op.range.len }, device)).toBe(0);
      oracle.register(op.range, index);
    } else if (op.kind === "unregister") {
      const victim = devices[op.which];
      if (victim === undefined) continue;
      dispatcher.unregister(victim.device);
      oracle.unregister(op.which);
    } else {
      mood = op.mood;
      const taker = oracle.candidates(op.key).find(willing);
      const access = ioRead(op.key.addr, op.key.len);
      expect(devices.findIndex(({ device }) => device === dispatcher.find(access))).toBe(taker ?? -1);
    }
  }
}

const pairs: readonly [name: string, () => Dispatcher, () => BusOracle][] = [
  [
    "the bus of v7 asks its devices in the order of registration, and nothing leaves it",
    () => new FirstMatch(Infinity),
    () => new ListOracle(),
  ],
  [
    "the bus of 2.6.32 asks in order, and a removal moves the last device into the hole",
    () => new OrderedProbe(Infinity),
    () => new HoleOracle(),
  ],
  [
    "today's bus offers an access exactly to those its specification says, in that order",
    () => new Sorted(),
    () => new SortedOracle(),
  ],
  [
    "the ideal bus gives an access to the first registered device that covers its start and takes it",
    () => new Ideal(),
    () => new FirstRegisteredOracle(),
  ],
];

describe("every dispatcher against a list of registrations", () => {
  test.each(pairs)("%s", (_, dispatcher, oracle) => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 60, size: "max" }), (operations) => {
        compareBuses(dispatcher(), oracle(), operations);
      }),
      { numRuns: 600 },
    );
  });

  test("today's bus makes exactly as many comparisons as its specification, also when nobody takes the access", () => {
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 40, size: "max" }),
        fc.array(key, { minLength: 1, maxLength: 10, size: "max" }),
        (ranges, keys) => {
          const [bus, oracle] = [new Sorted(), new SortedOracle()];
          ranges.forEach((r, i) => {
            bus.register({ addr: U64.of(r.addr), len: r.len }, { takes: () => false, write: () => {} });
            oracle.register(r, i);
          });
          for (const k of keys) {
            oracle.candidates(k);
            bus.find(ioRead(k.addr, k.len));
            expect(bus.steps).toBe(oracle.comparisons);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

/** An ioeventfd as it may be registered: equal ones are legal on a bus of its own, and the first has the writes. */
const doorbell = fc.record({
  addr: fc.constantFrom(0x1000n, 0x1004n, (1n << 53n) + 1n, (1n << 53n) + 2n, (1n << 64n) - 8n),
  match: fc.oneof(
    fc.constant({ len: 0, datamatch: null }),
    fc.record({
      len: fc.constantFrom(1, 2, 4, 8),
      datamatch: fc.constantFrom(null, 0n, 1n, 1n << 32n, (1n << 64n) - 1n),
    }),
  ),
});
const guestWrite = fc.record({
  addr: doorbell.map(({ addr }) => addr),
  len: fc.constantFrom(1, 2, 4, 8),
  value: fc.constantFrom(0n, 1n, 1n << 32n, (1n << 64n) - 1n),
});

function ioeventfdOf({ addr, match }: typeof doorbell extends fc.Arbitrary<infer T> ? T : never): Ioeventfd {
  const datamatch = match.datamatch === null ? null : U64.of(match.datamatch);
  return new Ioeventfd(U64.of(addr), { len: match.len, datamatch }, new EventFd());
}

describe("ioeventfds by hash", () => {
  test("the ideal bus finds the first registered that would take the write, after any removals", () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ add: doorbell }) },
      { weight: 1, arbitrary: fc.record({ remove: fc.nat(40) }) },
      { weight: 3, arbitrary: fc.record({ write: guestWrite }) },
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 120, size: "max" }), (steps) => {
        const bus = new Ideal();
        const all: Ioeventfd[] = [];
        let present: Ioeventfd[] = [];
        for (const s of steps) {
          if ("add" in s) {
            const device = ioeventfdOf(s.add);
            bus.register({ addr: device.addr, len: device.match.len }, device);
            all.push(device);
            present.push(device);
          } else if ("remove" in s) {
            const victim = all[s.remove];
            if (victim !== undefined) bus.unregister(victim);
            present = present.filter((device) => device !== victim);
          } else {
            const access = ioWrite(s.write.addr, little(s.write.value, s.write.len));
            expect(bus.find(access)).toBe(present.find((device) => device.takes(access)) ?? null);
            expect(bus.find(ioRead(s.write.addr, s.write.len))).toBeNull();
          }
          expect(bus.size).toBe(present.length);
        }
      }),
      { numRuns: 600 },
    );
  });

  test("a removal loses none of those that share its neighbourhood in the table", () => {
    const bus = new Ideal();
    const all = Array.from({ length: 1000 }, (_, i) =>
      ioeventfdOf({ addr: 0x1000n, match: { len: 8, datamatch: BigInt(i) } }),
    );
    const writeOf = (i: number): IoAccess => ioWrite(0x1000, little(BigInt(i), 8));
    for (const device of all) bus.register({ addr: device.addr, len: 8 }, device);
    for (const stride of [3, 2, 7]) {
      all.forEach((device, i) => void (i % stride === 0 && bus.unregister(device)));
      all.forEach((device, i) => void expect(bus.find(writeOf(i))).toBe(i % stride === 0 ? null : device));
      all.forEach((device, i) => void (i % stride === 0 && bus.register({ addr: device.addr, len: 8 }, device)));
      all.forEach((device, i) => void expect(bus.find(writeOf(i))).toBe(device));
    }
  });

  test("the number of its probes does not grow: 100 000 registrations, 1000 of them at one address", () => {
    const bus = new Ideal();
    const eventfd = new EventFd();
    const add = (addr: number, datamatch: U64 | null): void => {
      const at = U64.of(addr);
      bus.register({ addr: at, len: 4 }, new Ioeventfd(at, { len: 4, datamatch }, eventfd));
    };
    for (let i = 0; i < 1000; i++) add(0x1000, U64.of(i));
    for (let i = 0; i < 99_000; i++) add(0x100000 + 4 * i, null);
    let steps = 0;
    let most = 0;
    const probe = (access: IoAccess): void => {
      expect(bus.find(access)).not.toBeNull();
      steps += bus.steps;
      most = Math.max(most, bus.steps);
    };
    for (let i = 0; i < 1000; i++) probe(ioWrite(0x1000, little(BigInt(i), 4)));
    for (let i = 0; i < 99_000; i++) probe(ioWrite(0x100000 + 4 * i, new Uint8Array(4)));
    expect(steps / 100_000).toBeLessThan(3.5);
    expect(most).toBeLessThan(40);
  });

  test("the ideal bus agrees with today's where no two ioeventfds touch and no two take the same write", () => {
    const apart = doorbell.map((bell) => ({ ...bell, addr: bell.addr & ~0xfn }));
    fc.assert(
      fc.property(
        fc.array(apart, { maxLength: 40, size: "max" }),
        fc.array(guestWrite, { minLength: 1, maxLength: 20, size: "max" }),
        (bells, writes) => {
          const [ideal, sorted] = [new Ideal(), new Sorted()];
          const present: Ioeventfd[] = [];
          for (const bell of bells) {
            const device = ioeventfdOf(bell);
            if (present.some((other) => collide(device, other))) continue;
            present.push(device);
            for (const bus of [ideal, sorted]) bus.register({ addr: device.addr, len: device.match.len }, device);
          }
          for (const { addr, len, value } of writes) {
            const access = ioWrite(addr & ~0xfn, little(value, len));
            expect(ideal.find(access)).toBe(sorted.find(access));
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  test("the ideal bus agrees with today's where ranges do not overlap", () => {
    const gaps = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 9 }), len: fc.constantFrom(1, 2, 4, 8, 16) }), {
      maxLength: 30,
      size: "max",
    });
    fc.assert(
      fc.property(
        gaps,
        fc.constantFrom(...bases.slice(0, 5)),
        fc.array(
          key.filter(({ len }) => len > 0),
          { minLength: 1, maxLength: 20, size: "max" },
        ),
        (layout, base, keys) => {
          const [ideal, sorted] = [new Ideal(), new Sorted()];
          let at = base;
          for (const { gap, len } of layout) {
            at += BigInt(gap);
            const [start, end] = [at, at + BigInt(len)];
            // As every device of the kernel does that has a range, it takes what lies wholly within.
            const takes = ({ gpa, end: to }: IoAccess): boolean => gpa.toBigInt() >= start && to.toBigInt() <= end;
            const device = { takes, write: () => {} };
            for (const bus of [ideal, sorted]) bus.register({ addr: U64.of(start), len }, device);
            at = end;
          }
          for (const { addr, len } of keys) {
            const access = ioWrite(addr, new Uint8Array(len));
            if (access.end.toBigInt() < addr) continue; // a bus never sees an access that wraps
            expect(ideal.find(access)).toBe(sorted.find(access));
          }
        },
      ),
      { numRuns: 600 },
    );
  });
});

/** The collision rule, said once more. */
function collide(a: Ioeventfd, b: Ioeventfd): boolean {
  if (a.addr.toBigInt() !== b.addr.toBigInt()) return false;
  if (a.match.len === 0 || b.match.len === 0) return true;
  if (a.match.len !== b.match.len) return false;
  const [x, y] = [a.match.datamatch?.toBigInt(), b.match.datamatch?.toBigInt()];
  return x === undefined || y === undefined || x === y;
}
