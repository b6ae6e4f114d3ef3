import { expect, test } from "vitest";
import { run } from "./machines.ts";
import { replicated } from "./replicated.ts";

test("a vcpu under Poisson doorbells is an M/D/1 queue: mean lag is rho S / 2 (1 - rho)", () => {
  const [service, rho] = [370, 0.7];
  const workload = { kind: "poisson", rate: (rho / service) * 1e9 } as const;
  const { mean, half } = replicated(
    (replication) => run({ workload }, { replication, requests: 60_000, warmup: 1000 }).seen.lag.mean,
  );
  const theory = (rho * service) / (2 * (1 - rho));
  expect(Math.abs(mean - theory)).toBeLessThan(half);
  expect(half / theory).toBeLessThan(0.02);
});

test("two vcpus that exit to userspace share the big lock as a closed queue: throughput is the lock's", () => {
  const backend = { kind: "counter", service: { kind: "constant", mean: 10_000 } } as const;
  const { seen } = run({ notify: "qemu", vcpus: 8, backend }, { requests: 4000 });
  const { window } = seen;
  const done = (seen.rtt.count - 1) / (window.lastDone - window.firstDone);
  expect(done * 10_000).toBeGreaterThan(0.99);
  expect(done * 10_000).toBeLessThanOrEqual(1.0001);
});
