import { type Outcome, printOutcome } from "../outcome.ts";
import type { Assignment, Style, WorkloadName } from "../workload.ts";

/** What an engine can do: a model for each workload in each style. */
export type Models = {
  readonly [workload in WorkloadName]: { readonly [style in Style]?: (assignment: Assignment) => Outcome };
};

/** Does what the command line says, WORKLOAD STYLE SIZE OPERATIONS WARMUP, and prints the outcome. */
export function runDriver(models: Models, argv: readonly string[]): void {
  const [workload, style] = argv as [WorkloadName, Style];
  const [size, operations, warmup] = argv.slice(2).map(Number) as [number, number, number];
  const model = models[workload]?.[style];
  if (!model) throw new Error(`no model of ${workload} with ${style}`);
  console.log(printOutcome(model({ workload, style, size, operations, warmup })));
}

/** Seconds that `run` takes. */
export function secondsOf(run: () => void): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}
