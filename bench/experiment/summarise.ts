/** The third step of a run: from the plan and the replications to the result. Pure. */

import { comparePoints, sheetRecords, traceRecord } from "./analysis/compare-points.ts";
import { makePoint } from "./analysis/summarise-point.ts";
import { validate } from "./published/compare-published.ts";
import { type EmbeddedFile, embeddedFile } from "./result/embedded-file.ts";
import { type Result, resultFormat } from "./result/result.ts";
import type { SelfCheck } from "./result/self-check.ts";
import type { Sensitivity } from "./result/sensitivity.ts";
import type { Plan } from "./run/plan.ts";
import type { ReplicationLog } from "./run/replication-log.ts";
import type { Inputs } from "./scenario/inputs.ts";
import type { Scenario } from "./scenario/scenario.ts";
import { warningsOf } from "./warnings/warnings.ts";

/** Everything that a run leaves. */
export interface FinishedRun {
  readonly scenario: Scenario;
  readonly inputs: Inputs;
  /** The version of iofd. */
  readonly version: string;
  readonly plan: Plan;
  /** Holds the replications of every point of the plan. */
  readonly log: ReplicationLog;
  readonly sensitivity: Sensitivity | null;
  readonly selfCheck: SelfCheck;
}

/** Makes the result of a run. */
export function summarise({ scenario, inputs, version, plan, log, sensitivity, selfCheck }: FinishedRun): Result {
  const points = plan.points.map((point, i) => makePoint(point, log.read(i)));
  return {
    format: resultFormat,
    iofd: version,
    name: scenario.name,
    question: scenario.question,
    scenario: { file: `${scenario.name}.yaml`, text: scenario.text },
    files: embed(scenario, inputs),
    axes: Object.fromEntries(Object.entries(scenario.axes).map(([path, values]) => [path, values.map(plain)])),
    seed: scenario.run.seed,
    costs: sheetRecords(scenario),
    trace: traceRecord(scenario),
    selfCheck,
    points,
    comparisons: comparePoints(plan.points, log, points),
    sensitivity,
    validations: validate(scenario, plan.points, { log, points }),
    warnings: warningsOf(scenario, plan, points),
  };
}

/** Every file that the scenario names, so that the result can run again by itself. */
function embed(scenario: Scenario, inputs: Inputs): Record<string, EmbeddedFile> {
  const names = [...new Set(scenario.points.flatMap((point) => point.inputs.files))].sort();
  return Object.fromEntries(names.map((name) => [name, embeddedFile(inputs.bytes(name)!)]));
}

const plain = (value: string | number | bigint) => (typeof value === "bigint" ? `0x${value.toString(16)}` : value);
