/** The cost sheet's own uncertainty, as a reader meets it: in the answer, and in a table. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";
import type { Headline, Swing } from "../../bench/experiment/result/sensitivity.ts";
import { formatChange, formatTime } from "./format.ts";
import { labelOf, xAxisOf } from "./series.ts";

/** So many points are told of. */
const mostPoints = 2;

/** The interval that the sheet leaves each answer, and what it hangs on most; empty where it was not asked for. */
export function sheetAnswer(result: Result): string {
  const { sensitivity } = result;
  const main = mainHeadlines(result).filter(({ metric }) => metric !== "notify");
  if (!sensitivity || main.length === 0) return "";
  const said = main.map((headline) => {
    const [first] = headline.swings;
    const most = first ? `, most of it by ${first.number} (${originOf(first)})` : "";
    return `of ${nameOf(result, headline)} at ${shown(result, headline, headline.low)} to ${shown(result, headline, headline.high)}${most}`;
  });
  const what = main[0]!.metric === "response" ? "mean response" : "mean rtt";
  return `The cost sheet is uncertain too: with its numbers varied over their ranges (assumed by kind where none is stated), nine in ten of ${sensitivity.samples} sheets put the ${what} ${said.join("; ")}.`;
}

/** What queues is judged by its response, the rest by its rtt; and when the backend acts, where that is known. */
export function mainHeadlines({ sensitivity }: Result): Headline[] {
  const headlines = sensitivity?.headlines ?? [];
  const points = [...new Set(headlines.map(({ point }) => point))].slice(0, mostPoints);
  return points.flatMap((id) => {
    const own = headlines.filter(({ point }) => point === id);
    const vcpu = own.find(({ metric }) => metric === "response") ?? own.find(({ metric }) => metric === "rtt");
    const notify = own.find(({ metric }) => metric === "notify");
    return [vcpu, notify].filter((headline) => headline !== undefined);
  });
}

export const pointOf = (result: Result, { point: id }: Headline): Point =>
  result.points.find((point) => point.id === id)!;

export function nameOf(result: Result, headline: Headline): string {
  const point = pointOf(result, headline);
  const x = xAxisOf(result);
  return `${labelOf(point, x)}${x ? ` at ${point.axes[x.path]}` : ""}`;
}

export function shown(result: Result, headline: Headline, value: number): string {
  return headline.baseline ? formatChange(value) : formatTime(value, pointOf(result, headline).timeUnit);
}

export const originOf = ({ kind, flags }: Swing) => [kind, ...flags].join(", ");
