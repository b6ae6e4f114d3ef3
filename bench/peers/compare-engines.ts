/** All engines turn by turn, round by round, so that all meet the same machine. */

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
  /** Of what each engine is asked to do by default. */
  readonly share: number;
  readonly env: NodeJS.ProcessEnv;
}

/** An engine at one workload, in one style. */
interface EngineCase {
  readonly engine: Engine;
  readonly workload: Workload;
  readonly assignment: Assignment;
  /** Operations a second, round by round. */
  readonly rates: number[];
}

/** A row for each of our entries and of the peers'; those that failed are said in words. Throws if one of ours fails. */
export async function compareEngines(
  peers: readonly Engine[],
  how: ComparisonPlan,
  progress: Progress,
): Promise<{ rows: PeerRow[]; failed: string[] }> {
  const fields = workloads.map((workload) => [ownEngine, ...peers].flatMap((engine) => casesOf(engine, workload, how)));
  const total = how.rounds * fields.flat().length;
  const [rows, failed]: [PeerRow[], string[]] = [[], []];
  let done = 0;
  progress.update(done, total);
  for (const field of fields) {
    const out = new Map<EngineCase, string>();
    const expected = memoisedChecks();
    for (let round = 0; round < how.rounds; round++) {
      for (const entrant of field) {
        if (!out.has(entrant))
          await runOnce(entrant, how, expected).catch((error) => out.set(entrant, failureText(entrant, error)));
        progress.update(++done, total);
      }
    }
    failed.push(...out.values());
    rows.push(...rowsOf(field.filter((entrant) => !out.has(entrant))));
  }
  return { rows, failed };
}

function casesOf(engine: Engine, workload: Workload, { share }: ComparisonPlan): EngineCase[] {
  const { styles, pace } = engine;
  const entrant = (style: Style): EngineCase => {
    return { engine, workload, assignment: assignmentOf(workload, style, { pace, share }), rates: [] };
  };
  return styles[workload.name].map(entrant);
}

/** What each assignment must come out with; worked out once. */
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
  const told = [workload, style, String(size), String(operations), String(warmup)];
  const outcome = parseOutcome(await runProgram([...engine.driver, ...told], { env, limit: timeLimit }));
  const wrong = mismatch(outcome, { operations, check: expected(assignment) });
  if (wrong !== null) throw new Error(wrong);
  rates.push(outcome.operations / outcome.seconds);
}

function failureText({ engine, workload, assignment }: EngineCase, error: Error): string {
  const pending = workload.size === 0 ? "" : ` with ${workload.size} pending`;
  const what = `${engine.name} ${engine.version} at ${workload.label}${pending}, ${assignment.style}: ${error.message}`;
  if (engine === ownEngine) throw new Error(what, { cause: error });
  return what;
}

function rowsOf(field: readonly EngineCase[]): PeerRow[] {
  return field.map(({ engine, workload, assignment, rates }) => {
    const own = field.find((other) => other.engine === ownEngine && other.assignment.style === assignment.style)!;
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
