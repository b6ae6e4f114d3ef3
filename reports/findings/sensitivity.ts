/** The cost sheet's own uncertainty, as a reader meets it: in the answer, as tornadoes, in a table. */

import type { Headline, Point, Result, Swing } from "../../bench/experiment/result/result.ts";
import { type TornadoBar, tornadoChart } from "../charts/tornado.ts";
import type { Figure } from "../figures/result-figures.ts";
import { formatChange, formatTime } from "./format.ts";
import { labelOf, xAxisOf } from "./series.ts";

/** So many points get tornadoes of their own, and so many numbers a bar. */
const [mostPoints, mostBars] = [2, 10];

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

/** A tornado for each main headline of the first points. */
export function tornadoFigures(result: Result): Figure[] {
  return mainHeadlines(result).flatMap((headline) => {
    const bars = headline.swings.slice(0, mostBars).map((swing) => barOf(result, headline, swing));
    if (bars.length === 0) return [];
    const { scale, unit } = scaleOf(result, headline);
    const interval = { low: scale(headline.low), high: scale(headline.high) };
    const name = nameOf(result, headline);
    const title = `${headline.metric} of ${name}${headline.baseline ? " against its baseline" : ""}, ${unit}`;
    return [
      {
        caption: `What the ${headline.metric} of ${name} hangs on: each number of the cost sheet alone, over its range. The grey band holds nine in ten of the sheets with all numbers varied.${unsteady(headline)}`,
        spec: tornadoChart({ title, value: scale(headline.value), interval, bars }),
      },
    ];
  });
}

/** Rows for a table: what, the value, the interval, and the two numbers it depends on most. */
export function sensitivityRows(result: Result): string[][] {
  return (result.sensitivity?.headlines ?? []).map((headline) => [
    nameOf(result, headline),
    headline.metric,
    shown(result, headline, headline.value),
    `${shown(result, headline, headline.low)} to ${shown(result, headline, headline.high)}`,
    headline.swings
      .slice(0, 2)
      .map((swing) => `${swing.number} (${originOf(swing)})`)
      .join(", "),
  ]);
}
export const sensitivityHead = [
  "point",
  "metric",
  "this sheet, in as short runs",
  "nine in ten sheets",
  "depends most on",
];

/** What queues is judged by its response, the rest by its rtt; and when the backend acts, where that is known. */
function mainHeadlines({ sensitivity }: Result): Headline[] {
  const headlines = sensitivity?.headlines ?? [];
  const points = [...new Set(headlines.map(({ point }) => point))].slice(0, mostPoints);
  return points.flatMap((id) => {
    const own = headlines.filter(({ point }) => point === id);
    const vcpu = own.find(({ metric }) => metric === "response") ?? own.find(({ metric }) => metric === "rtt");
    const notify = own.find(({ metric }) => metric === "notify");
    return [vcpu, notify].filter((headline) => headline !== undefined);
  });
}

const pointOf = (result: Result, { point: id }: Headline): Point => result.points.find((point) => point.id === id)!;

function nameOf(result: Result, headline: Headline): string {
  const point = pointOf(result, headline);
  const x = xAxisOf(result);
  return `${labelOf(point, x)}${x ? ` at ${point.axes[x.path]}` : ""}`;
}

function shown(result: Result, headline: Headline, value: number): string {
  return headline.baseline ? formatChange(value) : formatTime(value, pointOf(result, headline).timeUnit);
}

/** Ratios are drawn as changes in percent, times in the unit of all charts. */
function scaleOf(result: Result, headline: Headline): { scale: (value: number) => number; unit: string } {
  if (headline.baseline) return { scale: (value) => (value - 1) * 100, unit: "% change" };
  const timed = pointOf(result, headline).timeUnit === "ns";
  return { scale: (value) => (timed ? value / 1000 : value), unit: timed ? "µs" : "cycles" };
}

function barOf(result: Result, headline: Headline, swing: Swing): TornadoBar {
  const { scale } = scaleOf(result, headline);
  const at = (value: number | null) => (value === null ? "no steady state" : shown(result, headline, value));
  const several = result.costs.length > 1 ? `${swing.sheet}: ` : "";
  return {
    label: `${several}${swing.number} (${originOf(swing)})`,
    low: scale(swing.low ?? headline.value),
    high: scale(swing.high ?? headline.value),
    text: `${at(swing.low)} with ${swing.number} at its lowest, ${at(swing.high)} at its highest; range ${swing.basis}`,
  };
}

const originOf = ({ kind, flags }: Swing) => [kind, ...flags].join(", ");
const unsteady = ({ unsteady: lost }: Headline) =>
  lost > 0 ? ` ${lost} sampled sheets leave no steady state and are not in it.` : "";
