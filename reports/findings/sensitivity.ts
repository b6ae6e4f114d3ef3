/** The cost sheet's own uncertainty. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";
import type { Headline, Swing } from "../../bench/experiment/result/sensitivity.ts";
import { formatChange, formatTime } from "./format.ts";
import { type Sentence, sentencesOf } from "./sentence.ts";
import { labelWithX, xAxisOf } from "./series.ts";

/** The answer and the tornadoes tell of this many points. */
const mostPoints = 2;

/** Where the varied sheets put each main headline, and the number that moves it most; empty where it was not asked for. */
export function sheetAnswer(result: Result): Sentence[] {
  const { sensitivity } = result;
  const main = mainHeadlines(result).filter(({ metric }) => metric !== "notify");
  if (!sensitivity || main.length === 0) return [];
  const what = main[0]!.metric === "response" ? "mean response" : "mean rtt";
  const intervals = main.map((headline) => intervalText(result, headline)).join("; ");
  return [
    ...sentencesOf(
      "plain",
      `The cost sheet is uncertain too: nine in ten of ${sensitivity.samples} sheets, with all numbers varied over their ranges, put the ${what} ${intervals}.`,
    ),
    ...sentencesOf("note", "A range that the sheet does not state is assumed by kind."),
  ];
}

function intervalText(result: Result, headline: Headline): string {
  const [strongest] = headline.swings;
  const most = strongest ? `, and ${strongest.number} (${originOf(strongest)}) moves it most` : "";
  const [low, high] = [headline.low, headline.high].map((value) => shown(result, headline, value));
  return `of ${headlineName(result, headline)} at ${low} to ${high}${most}`;
}

/** For each of the first points its response, or its rtt where nothing queues; and its notify where that is known. */
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

/** The name of a headline's point, with its value along x. */
export function headlineName(result: Result, headline: Headline): string {
  return labelWithX(pointOf(result, headline), xAxisOf(result));
}

/** A value of a headline: a change against the baseline, or a time where there is none. */
export function shown(result: Result, headline: Headline, value: number): string {
  return headline.baseline ? formatChange(value) : formatTime(value, pointOf(result, headline).timeUnit);
}

/** `estimated`, `published, recalled`. */
export const originOf = ({ kind, flags }: Swing) => [kind, ...flags].join(", ");
