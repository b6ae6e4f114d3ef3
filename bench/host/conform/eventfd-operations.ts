import fc from "fast-check";
import { EFD_CLOEXEC, EFD_NONBLOCK, EFD_SEMAPHORE } from "../../../sim/index.ts";
import { anyFd, type Operation } from "./ioctl-operations.ts";

const sizes = fc.oneof(
  { weight: 8, arbitrary: fc.constant(8) },
  { weight: 1, arbitrary: fc.constantFrom(0, 4, 7, 9, 16) },
);

export const create: fc.Arbitrary<Operation> = fc
  .record({
    initval: fc.constantFrom(0, 0, 1, 3, 7, 0xffffffff),
    flags: fc.constantFrom(0, 0, EFD_SEMAPHORE, EFD_SEMAPHORE, EFD_NONBLOCK, EFD_CLOEXEC | EFD_SEMAPHORE, 2, 0x10000),
  })
  .map((args) => () => ({ kind: "eventfd", ...args }));

export const openNull: fc.Arbitrary<Operation> = fc.constant(() => ({ kind: "open-null" }));
export const dup: fc.Arbitrary<Operation> = anyFd.map((fd) => () => ({ kind: "dup", fd }));
export const close: fc.Arbitrary<Operation> = anyFd.map((fd) => () => ({ kind: "close", fd }));
/** Never on a negative descriptor: poll(2) ignores it. */
export const poll: fc.Arbitrary<Operation> = anyFd.map((fd) => () => ({ kind: "poll", fd }));
export const read: fc.Arbitrary<Operation> = fc
  .record({ fd: anyFd, size: sizes })
  .map((args) => () => ({ kind: "read", ...args }));

/** Small counts, counts next to the counter's limit or to 2^53, and any others. */
const counts = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(0n, 1n, 2n, 7n) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(-1n, -2n, -3n, 1n << 53n, (1n << 53n) - 1n).map((n) => BigInt.asUintN(64, n)),
  },
  { weight: 1, arbitrary: fc.bigInt(0n, 0xffffffffffffffffn) },
);

export const write: fc.Arbitrary<Operation> = fc
  .record({ fd: anyFd, value: counts, size: sizes })
  .map((args) => () => ({ kind: "write", ...args }));
