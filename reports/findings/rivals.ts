/** An iofd and the exit to userspace that it replaces. */

import type { Point, PointComparison, Result } from "../../bench/experiment/result/result.ts";
import { mechanisms } from "../../sim/index.ts";
import { endToEnd } from "./end-to-end.ts";
import { pairOf } from "./pairs.ts";

/** An iofd beside the path through qemu that it replaces. Both have a mean of `metric`. */
export interface Rivals {
  readonly iofd: Point;
  readonly qemu: Point;
  /** The end of a request's time: its completion, or the backend's handler where nobody waits for completions. */
  readonly metric: "completion" | "notify";
  /** Whether the iofd is later, beyond the intervals of both. */
  readonly later: boolean;
  /** The time with the iofd over the time through qemu. */
  readonly ratio: number;
}

/** The two of one comparison. Empty for other pairs, and for a saturated point, which has no such mean. */
export function rivalsOf(result: Result, comparison: PointComparison): Rivals[] {
  const [iofd, qemu] = pairOf(result, comparison);
  const metric = comparison.metrics.completion ? "completion" : "notify";
  if (!isRival(iofd, qemu) || !comparison.metrics[metric]?.ratio) return [];
  const [own, other] = [endToEnd(iofd, metric), endToEnd(qemu, metric)];
  if (own === null || other === null) return [];
  return [{ iofd, qemu, metric, later: own.low > other.high, ratio: own.value / other.value }];
}

/** Doorbells that the kernel takes, against an exit to the VMM for every doorbell. */
function isRival(iofd: Point, qemu: Point): boolean {
  return mechanisms[iofd.notify].registers === "doorbells" && mechanisms[qemu.notify].registers === "nothing";
}
