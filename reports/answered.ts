/** What a guest that waits for answers gets: how long each takes, how many a second, and how often it rings for them. */

import type { Point, Result } from "../bench/result.ts";
import { digits, formatPerSecond, formatTime } from "./format.ts";
import { labelOf, linesOf, type XAxis } from "./series.ts";

/** Lines or paths told in words; more are left to the table. */
const mostTold = 4;

/** From the first to the last point of each line; a single value where nothing runs along x. */
export function answeredAnswer(result: Result, x: XAxis | null): string {
  const closed = result.points.every(({ metrics, offered }) => metrics.completion && offered === null);
  const lines: [string, Point[]][] =
    x === null ? result.points.map((point) => [labelOf(point, null), [point]]) : [...linesOf(result, x)];
  if (!closed || lines.length > mostTold) return "";
  const told = (what: string, of: (point: Point) => string | null) => {
    const parts = lines.flatMap(([series, points]) => {
      const [from, to] = [of(points[0]!), of(points.at(-1)!)];
      if (from === null || to === null) return [];
      return [`${series} ${from === to ? from : `from ${from} to ${to}`}`];
    });
    return parts.length > 0 ? `${what}: ${parts.join(", ")}.` : "";
  };
  return [
    told("A request is complete after", ({ metrics, timeUnit }) =>
      formatTime(metrics.completion!.mean.value, timeUnit),
    ),
    told("Requests made", ({ throughput }) => throughput && formatPerSecond(throughput.value)),
    spared(result) &&
      told("Doorbells a request", ({ measures }) => {
        const kicks = measures["kicks per request"];
        return kicks ? digits(kicks.value) : null;
      }),
  ]
    .filter(Boolean)
    .join(" ");
}

/** Whether anybody was spared a doorbell. */
export const spared = ({ points }: Result) =>
  points.some(({ measures }) => (measures["kicks per request"]?.value ?? 1) < 1);
