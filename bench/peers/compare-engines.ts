/** All engines turn by turn, round by round, so that all meet the same machine. */

import { median } from "simple-statistics";
import type { PeerRow } from "../experiment/result/measurement.ts";
import type { Progress } from "../experiment/run/executor.ts";
import { type Engine, ours } from "./engine.ts";
import { complaint, parseOutcome } from "./outcome.ts";
import { output } from "./program.ts";
import { expectedCheck } from "./reference.ts";
import { type Assignment, assign, type Style, type Workload, workloads } from "./workload.ts";

/** Seconds that one run may take. */
const limit = 300;

export interface Contest {
  readonly rounds: number;
  /** Of what each engine is asked to do by default. */
  readonly share: number;
  readonly env: NodeJS.ProcessEnv;
}

/** An engine at one workload, in one style. */
interface Entrant {
  readonly engine: Engine;
  readonly workload: Workload;
  readonly assignment: Assignment;
  /** Operations a second, round by round. */
  readonly rates: number[];
}

/** A row for each of our entries and of the peers'; those that failed are said in words. Throws if one of ours fails. */
export async function contest(
  peers: readonly Engine[],
  how: Contest,
  progress: Progress,
): Promise<{ rows: PeerRow[]; failed: string[] }> {
  const fields = workloads.map((workload) => [ours, ...peers].flatMap((engine) => entrants(engine, workload, how)));
  const total = how.rounds * fields.flat().length;
  const [rows, failed]: [PeerRow[], string[]] = [[], []];
  let done = 0;
  progress.update(done, total);
  for (const field of fields) {
    const out = new Map<Entrant, string>();
    const expected = expectations();
    for (let round = 0; round < how.rounds; round++) {
      for (const entrant of field) {
        if (!out.has(entrant))
          await run(entrant, how, expected).catch((error) => out.set(entrant, refused(entrant, error)));
        progress.update(++done, total);
      }
    }
    failed.push(...out.values());
    rows.push(...rowsOf(field.filter((entrant) => !out.has(entrant))));
  }
  return { rows, failed };
}

function entrants(engine: Engine, workload: Workload, { share }: Contest): Entrant[] {
  const { styles, pace } = engine;
  const entrant = (style: Style): Entrant => {
    return { engine, workload, assignment: assign(workload, style, { pace, share }), rates: [] };
  };
  return styles[workload.name].map(entrant);
}

/** What each assignment must come out with; worked out once. */
function expectations(): (assignment: Assignment) => number {
  const known = new Map<number, number>();
  return (assignment) => {
    const check = known.get(assignment.operations) ?? expectedCheck(assignment);
    known.set(assignment.operations, check);
    return check;
  };
}

async function run(
  { engine, assignment, rates }: Entrant,
  { env }: Contest,
  expected: (assignment: Assignment) => number,
): Promise<void> {
  const { workload, style, size, operations, warmup } = assignment;
  const told = [workload, style, String(size), String(operations), String(warmup)];
  const outcome = parseOutcome(await output([...engine.driver, ...told], { env, limit }));
  const wrong = complaint(outcome, { operations, check: expected(assignment) });
  if (wrong !== null) throw new Error(wrong);
  rates.push(outcome.operations / outcome.seconds);
}

function refused({ engine, workload, assignment }: Entrant, error: Error): string {
  const pending = workload.size === 0 ? "" : ` with ${workload.size} pending`;
  const what = `${engine.name} ${engine.version} at ${workload.label}${pending}, ${assignment.style}: ${error.message}`;
  if (engine === ours) throw new Error(what, { cause: error });
  return what;
}

function rowsOf(field: readonly Entrant[]): PeerRow[] {
  return field.map(({ engine, workload, assignment, rates }) => {
    const own = field.find((other) => other.engine === ours && other.assignment.style === assignment.style)!;
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
