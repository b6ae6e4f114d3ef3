import { expect, test } from "vitest";
import type { CostSheet, Price } from "../../../sim/index.ts";
import { plain, run, sheet } from "./machines.ts";

const replications = 20;

/**
 * The mean over replications with a 99 % Student interval, told by a control variate: `x`, whose expectation is `known`.
 * What a replication's own load explains of its wait is taken out of it (Lavenberg and Welch, 1981).
 */
function controlled(known: number, replicate: (replication: number) => { x: number; y: number }) {
  const seen = Array.from({ length: replications }, (_, i) => replicate(i + 1));
  const mean = (of: (one: { x: number; y: number }) => number) =>
    seen.reduce((sum, one) => sum + of(one), 0) / seen.length;
  const [x, y] = [mean((one) => one.x), mean((one) => one.y)];
  const [xx, xy] = [mean((one) => (one.x - x) ** 2), mean((one) => (one.x - x) * (one.y - y))];
  const slope = xy / xx;
  const rest = mean((one) => (one.y - y - slope * (one.x - x)) ** 2) * (replications / (replications - 2));
  const half = 2.878 * Math.sqrt((rest / replications) * (1 + (x - known) ** 2 / xx)); // 18 degrees of freedom
  return { mean: y - slope * (x - known), half };
}

/** A machine whose doorbells take `service` and nothing else. */
const costsOf = (service: Price): CostSheet => ({
  ...sheet,
  stages: { exit: { pio: service }, signal: { pio: { kind: "constant", mean: 0 } } },
  steps: {},
});

/** Mean wait in an M/G/1 queue, by Pollaczek and Khinchine. */
const pollaczek = (rho: number, { mean, cv }: { mean: number; cv: number }) =>
  (rho * mean * (1 + cv * cv)) / (2 * (1 - rho));

test.each([
  ["M/D/1 at 0.7", 0.7, { kind: "constant", mean: 400 }, 0, 80_000],
  ["M/G/1 at 0.5, lognormal service of cv 0.5", 0.5, { kind: "lognormal", mean: 400, cv: 0.5 }, 0.5, 80_000],
  [
    "M/G/1 at 0.4, hyperexponential service of cv 1.25",
    0.4,
    { kind: "hyperexponential", mean: 400, cv: 1.25 },
    1.25,
    100_000,
  ],
] as const)(
  "a vcpu under Poisson doorbells is a queue: %s has the lag of Pollaczek and Khinchine",
  (_, rho, service, cv, requests) => {
    const workload = { kind: "poisson", rate: (rho / service.mean) * 1e9 } as const;
    const machine = { ...plain, workload, costs: costsOf(service) };
    const { mean, half } = controlled(rho, (replication) => {
      const { issueDelay: lag, rtt, flow } = run(machine, { replication, requests, warmup: 500 }).seen;
      const gap = (flow.due.last - flow.due.first) / (rtt.count - 1);
      return { x: rtt.mean / gap, y: lag.mean };
    });
    const theory = pollaczek(rho, { mean: service.mean, cv });
    expect(Math.abs(mean - theory)).toBeLessThan(half);
    expect(half / theory).toBeLessThan(0.01);
  },
);

test("two vcpus that exit to userspace share the big lock as a closed queue: throughput is the lock's", () => {
  const backend = { kind: "counter", service: { kind: "constant", mean: 10_000 } } as const;
  const { seen } = run({ notify: "qemu", vcpus: 8, backend }, { requests: 4000 });
  const { flow } = seen;
  const done = (seen.rtt.count - 1) / (flow.submitted.last - flow.submitted.first);
  expect(done * 10_000).toBeGreaterThan(0.99);
  expect(done * 10_000).toBeLessThanOrEqual(1.0001);
});
