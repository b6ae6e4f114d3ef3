/** The answer of a closed loop, whose guest waits for completions: latency, throughput and doorbells. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { endToEnd } from "./end-to-end.ts";
import { digits, formatPerSecond, formatTime } from "./format.ts";
import { type Sentence, sentencesOf } from "./sentence.ts";
import { labelOf, linesOf, type XAxis } from "./series.ts";
import { type Labelled, trendOf } from "./trend.ts";

/** A line of points, or a single point where nothing runs along x. */
type NamedLine = readonly [series: string, points: readonly Point[]];

/** A value of every point, and how it is written. */
interface Value {
  readonly title: string;
  of(point: Point): { readonly value: number } | null | undefined;
  write(value: number, point: Point): string;
}

const latency: Value = {
  title: "Mean time from due to completion",
  of: (point) => endToEnd(point, "completion"),
  write: (value, { timeUnit }) => formatTime(value, timeUnit),
};
const throughput: Value = { title: "Throughput", of: (point) => point.throughput, write: formatPerSecond };
const doorbells: Value = {
  title: "Doorbells per request",
  of: ({ measures }) => measures["kicks per request"],
  write: digits,
};

/** More lines than this are left to the table. */
const mostLines = 4;

/** Each value from the first to the last point of each line. */
export function closedLoopAnswer(result: Result, x: XAxis | null): Sentence[] {
  const closed = result.points.every(({ metrics, offered }) => metrics.completion && offered === null);
  const lines: NamedLine[] =
    x === null ? result.points.map((point) => [labelOf(point, null), [point]]) : [...linesOf(result, x)];
  if (!closed || lines.length > mostLines) return [];
  const values = [latency, throughput, ...(notificationsSuppressed(result) ? [doorbells] : [])];
  return sentencesOf("plain", ...values.map((value) => textOf(value, lines)));
}

function textOf(value: Value, lines: readonly NamedLine[]): string {
  const parts = lines.flatMap(([series, points]) => {
    const trend = trendText(value, points);
    return trend === null ? [] : [`${series} ${trend}`];
  });
  return parts.length > 0 ? `${value.title}: ${parts.join(", ")}.` : "";
}

/** Null where an end of the line has no value. */
function trendText({ of, write }: Value, points: readonly Point[]): string | null {
  const line = points.map((point): Labelled | string => {
    const value = of(point)?.value;
    return value === undefined ? "none" : { value, text: write(value, point) };
  });
  const [first, last] = [line[0]!, line.at(-1)!];
  if (typeof first === "string" || typeof last === "string") return null;
  return line.length === 1 ? first.text : trendOf(line);
}

/** Whether notification suppression spared any doorbell. */
export const notificationsSuppressed = ({ points }: Result) =>
  points.some(({ measures }) => (measures["kicks per request"]?.value ?? 1) < 1);
