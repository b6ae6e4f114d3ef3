/** Runs all engines on all workloads. Rounds interleave the engines, so that all see the same state of the machine. */

import { median } from "simple-statistics";
import type { PeerRow } from "../experiment/result/measurement.ts";
import type { Progress } from "../experiment/run/executor.ts";
import { type Engine, ownEngine } from "./engine.ts";
import { mismatch, parseOutcome } from "./outcome.ts";
import { runProgram } from "./program.ts";
import { expectedCheck } from "./reference.ts";
import { type Assignment, assignmentOf, type Style, type Workload, workloads } from "./workload.ts";

/** Seconds that one run may take. */
const timeLimit = 300;

export interface ComparisonPlan {
  readonly rounds: number;
  /** Factor on the operations of each workload; 1 is the default work. */
  readonly share: number;
  readonly env: NodeJS.ProcessEnv;
}

/** An engine at one workload, in one style. */
interface EngineCase {
  readonly engine: Engine;
  readonly workload: Workload;
  readonly assignment: Assignment;
  /** Operations a second, one value a round. */
  readonly rates: number[];
}

/** A row for each case that ran, and a sentence for each case of a peer that failed. Throws if one of ours fails. */
export async function compareEngines(
  peers: readonly Engine[],
  plan: ComparisonPlan,
  progress: Progress,
): Promise<{ rows: PeerRow[]; failed: string[] }> {
  const groups = workloads.map((workload) =>
    [ownEngine, ...peers].flatMap((engine) => casesOf(engine, workload, plan)),
  );
  const total = plan.rounds * groups.flat().length;
  const [rows, failed]: [PeerRow[], string[]] = [[], []];
  let done = 0;
  progress.update(done, total);
  for (const group of groups) {
    const failures = await runGroup(group, plan, () => progress.update(++done, total));
    failed.push(...failures.values());
    rows.push(...rowsOf(group.filter((one) => !failures.has(one))));
  }
  return { rows, failed };
}

function casesOf(engine: Engine, workload: Workload, { share }: ComparisonPlan): EngineCase[] {
  const { styles, pace } = engine;
  const caseOf = (style: Style): EngineCase => {
    return { engine, workload, assignment: assignmentOf(workload, style, { pace, share }), rates: [] };
  };
  return styles[workload.name].map(caseOf);
}

/** Runs the cases of one workload, round by round. Returns a sentence for each that failed; it is not run again. */
async function runGroup(
  group: readonly EngineCase[],
  plan: ComparisonPlan,
  ran: () => void,
): Promise<Map<EngineCase, string>> {
  const failures = new Map<EngineCase, string>();
  const expected = memoisedChecks();
  for (let round = 0; round < plan.rounds; round++) {
    for (const one of group) {
      if (!failures.has(one))
        await runOnce(one, plan, expected).catch((error) => failures.set(one, failureText(one, error)));
      ran();
    }
  }
  return failures;
}

/** Remembers the expected checks of one workload: they depend on the operations only and are slow to compute. */
function memoisedChecks(): (assignment: Assignment) => number {
  const known = new Map<number, number>();
  return (assignment) => {
    const check = known.get(assignment.operations) ?? expectedCheck(assignment);
    known.set(assignment.operations, check);
    return check;
  };
}

async function runOnce(
  { engine, assignment, rates }: EngineCase,
  { env }: ComparisonPlan,
  expected: (assignment: Assignment) => number,
): Promise<void> {
  const { workload, style, size, operations, warmup } = assignment;
  const args = [workload, style, String(size), String(operations), String(warmup)];
  const outcome = parseOutcome(await runProgram([...engine.driver, ...args], { env, timeLimit }));
  const wrong = mismatch(outcome, { operations, check: expected(assignment) });
  if (wrong !== null) throw new Error(wrong);
  rates.push(outcome.operations / outcome.seconds);
}

/** Throws if the engine is ours. */
function failureText({ engine, workload, assignment }: EngineCase, error: Error): string {
  const pending = workload.size === 0 ? "" : ` with ${workload.size} pending`;
  const what = `${engine.name} ${engine.version} at ${workload.label}${pending}, ${assignment.style}: ${error.message}`;
  if (engine === ownEngine) throw new Error(what, { cause: error });
  return what;
}

function rowsOf(group: readonly EngineCase[]): PeerRow[] {
  return group.map(({ engine, workload, assignment, rates }) => {
    const own = group.find((other) => other.engine === ownEngine && other.assignment.style === assignment.style)!;
    return {
      workload: workload.label,
      size: workload.size,
      unit: workload.unit,
      engine: engine.name,
      version: engine.version,
      style: assignment.style,
      operations: assignment.operations,
      rate: median(rates),
      low: Math.min(...rates),
      high: Math.max(...rates),
      ratio: median(rates.map((rate, round) => own.rates[round]! / rate)),
    };
  });
}
