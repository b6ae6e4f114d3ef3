/** Runs a scenario: pilots, replications, then the result. */

import { comparePoints, sheetRecords, traceRecord } from "./analysis/compare-points.ts";
import { makePoint } from "./analysis/summarise-point.ts";
import { validate } from "./published/compare-published.ts";
import type { Job } from "./replication/replication.ts";
import { type EmbeddedFile, embeddedFile } from "./result/embedded-file.ts";
import { type Result, resultFormat } from "./result/result.ts";
import type { Executor, Progress } from "./run/executor.ts";
import { type Plan, type PointPlan, planRun } from "./run/plan.ts";
import { selfCheck } from "./run/self-check.ts";
import type { Inputs } from "./scenario/inputs.ts";
import type { Scenario } from "./scenario/scenario.ts";
import { runSensitivity } from "./sensitivity/sensitivity.ts";
import { warningsOf } from "./warnings/warnings.ts";

/** Runs every point with all its replications. `version` is that of iofd. */
export async function runScenario(
  scenario: Scenario,
  inputs: Inputs,
  at: { executor: Executor; progress: Progress; version: string },
): Promise<Result> {
  const check = selfCheck(at.executor, scenario.run.seed);
  const plan = await planRun(scenario, at.executor);
  const samples = await runPlan(plan, at);
  const sensitivity = await runSensitivity(scenario, plan.points, at.executor);
  const points = plan.points.map((point, i) => makePoint(point, samples[i]!));
  return {
    format: resultFormat,
    iofd: at.version,
    name: scenario.name,
    question: scenario.question,
    scenario: { file: `${scenario.name}.yaml`, text: scenario.text },
    files: embed(scenario, inputs),
    axes: Object.fromEntries(Object.entries(scenario.axes).map(([path, values]) => [path, values.map(plain)])),
    seed: scenario.run.seed,
    costs: sheetRecords(scenario),
    trace: traceRecord(scenario),
    selfCheck: await check,
    points,
    comparisons: comparePoints(plan.points, samples, points),
    sensitivity,
    validations: validate(
      scenario,
      plan.points.map(({ point: planned }, i) => ({ planned, samples: samples[i]!, point: points[i]! })),
    ),
    warnings: warningsOf(scenario, plan, points),
  };
}

async function runPlan(plan: Plan, { executor, progress }: { executor: Executor; progress: Progress }) {
  let finished = 0;
  const runPoint = async (point: PointPlan) => {
    const samples = await executor.replicate(jobsOf(point));
    progress.update(++finished, plan.points.length);
    return samples;
  };
  progress.update(0, plan.points.length);
  return Promise.all(plan.points.map(runPoint));
}

/** Replication 0 was the pilot's. */
function jobsOf({ point, replications, requests, warmup }: PointPlan): Job[] {
  const { seed } = point.settings.run;
  return Array.from({ length: replications }, (_, i) => ({
    machine: point.inputs.machine,
    run: { seed, replication: i + 1, requests: requests + warmup, warmup, keep: "totals" },
  }));
}

/** Everything the scenario names, so that the result can run again by itself. */
function embed(scenario: Scenario, inputs: Inputs): Record<string, EmbeddedFile> {
  const names = [...new Set(scenario.points.flatMap((point) => point.inputs.files))].sort();
  return Object.fromEntries(names.map((name) => [name, embeddedFile(inputs.bytes(name)!)]));
}

const plain = (value: string | number | bigint) => (typeof value === "bigint" ? `0x${value.toString(16)}` : value);
