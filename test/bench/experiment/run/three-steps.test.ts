import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseScenario } from "../../../../bench/experiment/load/parse-scenario.ts";
import { pilot } from "../../../../bench/experiment/replication/pilot.ts";
import { replicate } from "../../../../bench/experiment/replication/replication.ts";
import { serialise } from "../../../../bench/experiment/result/result.ts";
import { execute } from "../../../../bench/experiment/run/execute.ts";
import type { Executor } from "../../../../bench/experiment/run/executor.ts";
import { waitInQueue } from "../../../../bench/experiment/run/mm1.ts";
import { pack, unpack } from "../../../../bench/experiment/run/packed.ts";
import { planRun } from "../../../../bench/experiment/run/plan.ts";
import { MemoryLog } from "../../../../bench/experiment/run/replication-log.ts";
import { estimate } from "../../../../bench/experiment/stats/estimate.ts";
import { summarise } from "../../../../bench/experiment/summarise.ts";
import { diskInputs } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios } from "../../../../bench/host/files/locations.ts";

const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
const scenario = parseScenario(
  "test.yaml",
  `name: steps
question: How much is in flight?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: poisson, rate: 10k/s } }
matrix: { guest.workload.rate: { from: 10k/s, to: 20k/s, steps: 30, scale: log } }
run: { requests: 20, replications: 3 }
`,
  inputs,
);

/** Runs jobs here, one after the other, and notes how many it was given at once. */
class CountingExecutor implements Executor {
  readonly workers = 2;
  most = 0;
  #given = 0;

  pilot = (job: Parameters<typeof pilot>[0]) => this.#run(() => pilot(job));
  replicate = (job: Parameters<typeof replicate>[0]) => this.#run(() => replicate(job));
  queue = (job: Parameters<typeof waitInQueue>[0]) => this.#run(() => waitInQueue(job));

  async #run<T>(job: () => T): Promise<T> {
    this.#given += 1;
    this.most = Math.max(this.most, this.#given);
    await new Promise((resolve) => setTimeout(resolve));
    this.#given -= 1;
    return job();
  }
}

describe("memory is bounded by cores, not by points", () => {
  test("two workers have at most four pilots, or the replications of four points, at once", async () => {
    const [planning, running] = [new CountingExecutor(), new CountingExecutor()];
    const plan = await planRun(scenario, planning);
    expect(plan.points.map(({ point }) => point.id)).toEqual(scenario.points.map(({ id }) => id));
    expect(planning.most).toBe(4);
    await execute(plan, { executor: running, progress: { update: () => {} }, log: new MemoryLog() });
    expect(running.most).toBe(4 * 3);
  });

  test("a pilot answers with facts, and a replication with numbers, however many requests they counted", () => {
    const { machine } = scenario.points[0]!.inputs;
    const sizes = [20, 20_000].map((requests) => {
      const run = { seed: 1, replication: 1, requests, warmup: 0, keep: "totals" as const };
      const facts = pilot({ machine, seed: 1, requests, warmup: "auto" });
      return [facts, replicate({ machine, run })].map((answer) => JSON.stringify(answer).length);
    });
    expect(sizes[1]![0]).toBeLessThan(200);
    expect(sizes[1]![1]).toBeLessThan(1.1 * sizes[0]![1]!);
  });
});

test("the summary is made from plan and log alone: twice the same bytes", async () => {
  const executor = new CountingExecutor();
  const plan = await planRun(scenario, executor);
  const log = new MemoryLog();
  await execute(plan, { executor, progress: { update: () => {} }, log });
  const selfCheck = { what: "nothing", simulated: estimate([1]), theory: 1, passed: true };
  const run = { scenario, inputs, version: "0", plan, log, sensitivity: null, selfCheck };
  expect(serialise(summarise(run))).toBe(serialise(summarise(run)));
});

test("a log holds each point once, and does not invent one", () => {
  const log = new MemoryLog();
  log.append(3, []);
  expect(log.read(3)).toEqual([]);
  expect(() => log.append(3, [])).toThrow("point 3 is in the log already");
  expect(() => log.read(0)).toThrow("point 0 is not in the log");
});

test("what is packed comes back the same, with infinite numbers, absent parts and empty lists", () => {
  const { machine } = scenario.points[0]!.inputs;
  const run = { seed: 1, replication: 1, requests: 20, warmup: 0, keep: "totals" as const };
  for (const value of [replicate({ machine, run }), { a: [Infinity, -0, Number.NaN], b: null, c: ["", "0"], d: [] }]) {
    expect(unpack(pack(value))).toEqual(value);
  }
});
