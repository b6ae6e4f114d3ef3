import { type Outcome, printOutcome } from "../outcome.ts";
import type { Assignment, Style, WorkloadName } from "../workload.ts";

/** The models of one engine: for each workload, a function a style. */
export type Models = {
  readonly [workload in WorkloadName]: { readonly [style in Style]?: (assignment: Assignment) => Outcome };
};

/** Runs the model that `argv` names, WORKLOAD STYLE SIZE OPERATIONS WARMUP, and prints its outcome. */
export function runDriver(models: Models, argv: readonly string[]): void {
  const [workload, style] = argv as [WorkloadName, Style];
  const [size, operations, warmup] = argv.slice(2).map(Number) as [number, number, number];
  const model = models[workload]?.[style];
  if (!model) throw new Error(`this driver has no model of workload ${workload} in style ${style}`);
  console.log(printOutcome(model({ workload, style, size, operations, warmup })));
}

/** The wall time of `run`, in seconds. */
export function secondsOf(run: () => void): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}
