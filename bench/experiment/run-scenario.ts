/** Runs a scenario in three steps: plan, execute, summarise. */

import type { Result } from "./result/result.ts";
import { execute } from "./run/execute.ts";
import type { Executor, Progress } from "./run/executor.ts";
import { planRun } from "./run/plan.ts";
import { MemoryLog } from "./run/replication-log.ts";
import { selfCheck } from "./run/self-check.ts";
import type { Inputs } from "./scenario/inputs.ts";
import type { Scenario } from "./scenario/scenario.ts";
import { runSensitivity } from "./sensitivity/sensitivity.ts";
import { summarise } from "./summarise.ts";

/** Runs every point with all its replications. `version` is that of iofd. */
export async function runScenario(
  scenario: Scenario,
  inputs: Inputs,
  { executor, progress, version }: { executor: Executor; progress: Progress; version: string },
): Promise<Result> {
  const log = new MemoryLog();
  const checked = selfCheck(executor, scenario.run.seed);
  const plan = await planRun(scenario, executor);
  await execute(plan, { executor, progress, log });
  const sensitivity = await runSensitivity(scenario, plan.points, executor);
  return summarise({ scenario, inputs, version, plan, log, sensitivity, selfCheck: await checked });
}
