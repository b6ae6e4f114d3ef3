import fc from "fast-check";

/** An ioeventfd that the operations of a script register, ring and remove. */
export interface Doorbell {
  readonly bus: "mmio" | "pio" | "ccw";
  readonly addr: bigint;
  readonly len: number;
  /** `null` is the wildcard. */
  readonly datamatch: bigint | null;
  readonly fd: number;
}

/** A coalesced zone that the operations of a script register, write to and remove. */
export interface Zone {
  readonly addr: bigint;
  readonly size: number;
  readonly pio: 0 | 1;
}

/** `usual`, except for one in `oneIn` draws, which `arbitrary` makes. */
export function mostly<T, U>(usual: T, arbitrary: fc.Arbitrary<U>, oneIn: number): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary });
}

/** An address without RAM. */
const NO_RAM = 0x10000000n;

/** Addresses next to each other, around a page boundary, at both edges of RAM, in RAM, and beyond 32 and 38 bits. */
export const memoryAddresses = fc.constantFrom(
  ...[0n, 1n, 2n, 4n, 8n, 0x10n, 0xff8n, 0xffcn, 0xffen, 0xfffn, 0x1000n].map((offset) => NO_RAM + offset),
  ...[0xfff8n, 0xfffen, 0x10000n, 0x10004n, 0x1ffffff8n, 0x1ffffffen, 0x20000000n, 0x20000ffcn],
  ...[0x100000ffen, 0x100001000n, 0x4000000ffcn, 0x4000001000n],
);

export const ports = fc.constantFrom(
  0x80n,
  0x81n,
  0x82n,
  0x84n,
  0x88n,
  0x3f8n,
  0xc000n,
  0xc002n,
  0xfffcn,
  0xfffen,
  0xffffn,
);

/** Few values, so that stores often match a datamatch. */
export const values = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0n, 1n, 2n, 0x11n) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0xffn, 0xffffn, 0xffffffffn, 0xffffffffffffffffn, 0x100000001n, 0x8000000000000000n),
  },
  { weight: 1, arbitrary: fc.bigInt(0n, 0xffffffffffffffffn) },
);

export const eventfds = fc.constantFrom(3, 4, 5, 6);

const lengths = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(1, 2, 4, 8) },
  { weight: 2, arbitrary: fc.constant(0) },
);

function doorbellAt(bus: Doorbell["bus"], addr: fc.Arbitrary<bigint>): fc.Arbitrary<Doorbell> {
  return fc.record({
    bus: fc.constant(bus),
    addr,
    len: lengths,
    datamatch: fc.option(values, { nil: null, freq: 1 }),
    fd: eventfds,
  });
}

export const doorbells: fc.Arbitrary<Doorbell> = fc.oneof(
  { weight: 6, arbitrary: doorbellAt("mmio", memoryAddresses) },
  { weight: 5, arbitrary: doorbellAt("pio", ports) },
  { weight: 1, arbitrary: doorbellAt("ccw", memoryAddresses) },
);

const memoryZone: fc.Arbitrary<Zone> = fc.record({
  addr: fc.oneof(
    { weight: 9, arbitrary: memoryAddresses },
    { weight: 1, arbitrary: fc.constantFrom(0n, 0xfffffffffffffff0n) },
  ),
  size: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(1, 2, 4, 8, 0x10, 0x18, 0x1000, 0x2000) },
    { weight: 2, arbitrary: fc.constantFrom(0, 0x10000000, 0x7fffffff, 0x80000000, 0xffffffff) },
  ),
  pio: fc.constant(0 as const),
});

const portZone: fc.Arbitrary<Zone> = fc.record({
  addr: ports,
  size: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(1, 2, 4, 8, 0x10, 0x20) },
    { weight: 1, arbitrary: fc.constantFrom(0, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff) },
  ),
  pio: fc.constant(1 as const),
});

export const zones: fc.Arbitrary<Zone> = fc.oneof(
  { weight: 3, arbitrary: memoryZone },
  { weight: 2, arbitrary: portZone },
);
