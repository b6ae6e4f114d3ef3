/** What a guest that waits for answers gets: how long each takes, how many a second, and how often it rings for them. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { endToEnd } from "./end-to-end.ts";
import { digits, formatPerSecond, formatTime } from "./format.ts";
import { labelOf, linesOf, type XAxis } from "./series.ts";
import { type Labelled, trendOf } from "./trend.ts";

type Write = (value: number, point: Point) => string;

/** Lines or paths told in words; more are left to the table. */
const mostTold = 4;

/** From the first to the last point of each line; a single value where nothing runs along x. */
export function closedLoopAnswer(result: Result, x: XAxis | null): string {
  const closed = result.points.every(({ metrics, offered }) => metrics.completion && offered === null);
  const lines: [string, Point[]][] =
    x === null ? result.points.map((point) => [labelOf(point, null), [point]]) : [...linesOf(result, x)];
  if (!closed || lines.length > mostTold) return "";
  const told = (what: string, of: (point: Point) => { readonly value: number } | null | undefined, write: Write) => {
    const parts = lines.flatMap(([series, points]) => {
      const course = points.map((point): Labelled | string => {
        const value = of(point)?.value;
        return value === undefined ? "none" : { value, text: write(value, point) };
      });
      const [first, last] = [course[0]!, course.at(-1)!];
      if (typeof first === "string" || typeof last === "string") return [];
      return [`${series} ${course.length === 1 ? first.text : trendOf(course)}`];
    });
    return parts.length > 0 ? `${what}: ${parts.join(", ")}.` : "";
  };
  return [
    told(
      "Since it was due a request takes",
      (point) => endToEnd(point, "completion"),
      (value, { timeUnit }) => formatTime(value, timeUnit),
    ),
    told("Requests done", ({ throughput }) => throughput, formatPerSecond),
    notificationsSuppressed(result) &&
      told("Doorbells a request", ({ measures }) => measures["kicks per request"], digits),
  ]
    .filter(Boolean)
    .join(" ");
}

/** Whether anybody was spared a doorbell. */
export const notificationsSuppressed = ({ points }: Result) =>
  points.some(({ measures }) => (measures["kicks per request"]?.value ?? 1) < 1);
