import fc from "fast-check";
import { expect, test } from "vitest";
import type { CompletionSpec, MachineSpec, Price, Workload } from "../../../sim/index.ts";
import { plain, price, run, sheet } from "./machines.ts";

const costs = { ...sheet, thread: { ...sheet.thread, "ring-put": price(30), "ring-take": price(20) } };
const of = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const mean = of(0, 100, 1000, 5000, 20_000);
const duration = fc.record({ kind: of("constant", "exponential"), mean }) as fc.Arbitrary<Price>;
const batch = of(1, 2, 3, 8, 33);
const open = of("poisson", "deterministic").chain((kind) =>
  fc.record({ kind: of(kind), rate: of(1e4, 1e5, 1e6), batch }),
);
const bursts = fc.record({ kind: of("on-off"), rate: of(1e6), on: of(50_000), off: of(150_000), batch });
const closed = fc.record({ kind: of("closed"), think: duration, batch });
const deep = fc.record({ kind: of("closed"), think: duration, batch, depth: of(1, 3, 16, 40) });

const parts = fc.record({
  kernel: of("upstream", "v7", "ideal"),
  notify: of("qemu", "iofd"),
  space: of("pio", "mmio"),
  vcpus: of(1, 2, 4),
  workload: fc.oneof(deep, deep, closed, open, bursts) as fc.Arbitrary<Workload>,
  work: fc.record({ submit: duration, answer: duration }),
  backend: fc.record({ kind: of("counter", "iothread", "main-loop", "vhost"), service: duration }),
  handler: of("inline", "bh", "timer", "iothread"),
  poll: of(undefined, { kind: "fixed", max: 20_000 }, { kind: "adaptive", max: 32_000 }),
  bigLock: of("fair", "futex"),
  choice: of("first", "uniform"),
  suppression: of("none", "event-idx"),
  size: of(undefined, 1, 2, 5, 64),
  budget: of(undefined, 1, 2, 5),
  back: of(null, "irqfd", "ioctl"),
  delivery: of("kick", "posted"),
  haltPoll: of(0, 1000, 50_000),
  completionDoorbell: of(undefined, "per-interrupt", "per-answer"),
  host: of(undefined, { cpus: 1, slice: 50_000 }, { cpus: 2, slice: 1000 }, { cpus: 4, slice: 3e6 }),
  granularity: of(0, 10_000, 1e6),
} as const);

type Parts = typeof parts extends fc.Arbitrary<infer Found> ? Found : never;

/** Without undefined values: what is not given. */
const given = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as { [K in keyof T]: NonNullable<T[K]> };

function machineOf(of: Parts): MachineSpec {
  const { kernel, notify, space, vcpus, workload, work, bigLock, suppression, size, host, granularity, handler } = of;
  const answers = of.backend.kind !== "counter" || notify === "qemu";
  const mainLoop = of.backend.kind === "main-loop" || handler === "bh" || handler === "timer";
  const budget = suppression === "event-idx" ? of.budget : undefined;
  const { delivery, haltPoll, completionDoorbell } = of;
  const path =
    answers && of.back ? given({ kind: of.back, delivery, haltPoll, completionDoorbell, budget }) : undefined;
  return {
    ...plain,
    ...{ kernel, notify, space, vcpus, workload, bigLock, costs },
    ...{ deviceLimit: "lifted", address: 0x1000n, regions: { count: 2, choice: of.choice, match: "wildcard" } },
    work: path ? work : { submit: work.submit },
    backend: given({ ...of.backend, handler, poll: mainLoop ? undefined : of.poll }),
    virtqueue: given({ suppression, size }) as NonNullable<MachineSpec["virtqueue"]>,
    ...(host && { host: { ...host, granularity, pin: { vcpus: [], backends: [] } } }),
    ...(path && { return: path as CompletionSpec }),
  };
}

test("whatever a machine is put together from, every request is made, handled and answered, and every law holds", () => {
  fc.assert(
    fc.property(parts, of(7, 100, 300), (chosen, requests) => {
      const spec = machineOf(chosen);
      const { seen } = run(spec, { requests });
      expect([seen.requests, seen.requestsHandled]).toEqual([requests, requests]);
      const noticed = spec.return !== undefined || "depth" in spec.workload;
      expect(seen.completion.count).toBe(noticed ? requests : 0);
    }),
    { numRuns: 300 },
  );
});
