import { discrete, type RandomStream } from "../../engine/index.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { DoorbellChoice } from "../spec/workload-spec.ts";

/** How a doorbell is chosen. By Zipf's law the k-th is rung in proportion to k^-exponent. */
export interface ChoicePlan {
  readonly choice: DoorbellChoice;
  readonly exponent: number;
}

/**
 * Chooses a doorbell for each request, or returns the one that is always rung. Only a random choice asks for a stream.
 */
export function doorbellDraw(
  plan: ChoicePlan,
  doorbells: readonly Doorbell[],
  stream: () => RandomStream,
): Doorbell | (() => Doorbell) {
  if (plan.choice === "first" || plan.choice === "last" || doorbells.length === 1) {
    return plan.choice === "last" ? doorbells.at(-1)! : doorbells[0]!;
  }
  const own = stream();
  if (plan.choice === "uniform") return () => doorbells[Math.floor(own.uniform() * doorbells.length)]!;
  const byRank = discrete(doorbells.map((_, i) => ({ value: i, weight: Math.exp(-plan.exponent * Math.log(i + 1)) })));
  return () => doorbells[byRank.sample(own)]!;
}
