/** The answer where the rate of doorbells is swept: saturation, response, and when the backend acts. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { bottleneck } from "./bottleneck.ts";
import { crossover, type Line } from "./crossover.ts";
import { formatChange, formatPerSecond, formatTime } from "./format.ts";
import { pairOf, percentInterval } from "./pairs.ts";
import { type Sentence, sentencesOf } from "./sentence.ts";
import { isRate, labelOf, linesOf, lowestX, type XAxis } from "./series.ts";

/** Where each line saturates, and what changes before anything queues. */
export function rateAnswer(result: Result, x: XAxis): Sentence[] {
  const rates = [...linesOf(result, x)].map(([series, points]) => saturationText(series, points.at(-1)!, x));
  return sentencesOf("plain", `Saturation rates: ${rates.join(", ")}.`, lowRateText(result, x));
}

/** `top` is the point with the highest rate. */
function saturationText(series: string, top: Point, x: XAxis): string {
  const station = bottleneck(top);
  if (station === null) return `${series} above ${formatPerSecond(x.valueOf(top))}`;
  return `${series} ${formatPerSecond(top[station]!.capacity.value)} (${station})`;
}

/** The change of the response at the lowest rate. */
function lowRateText(result: Result, x: XAxis): string {
  const lowest = lowestX(result, x);
  const changes = result.comparisons.flatMap((comparison) => {
    const [point] = pairOf(result, comparison);
    const { response } = comparison.metrics;
    if (x.valueOf(point) !== lowest || !response) return [];
    return [`${formatChange(response.ratio.value)} (${labelOf(point, x)}, ${percentInterval(response.ratio)})`];
  });
  if (changes.length === 0) return "";
  return `At ${formatPerSecond(lowest)} the mean response changes by ${changes.join(" and ")}.`;
}

/** When the backend acts, at the lowest rate with a known mean, for each compared line. Empty where no rate is swept. */
export function notifyAnswer(result: Result, x: XAxis | null): Sentence[] {
  if (x === null || !isRate(x) || result.trace) return [];
  const lines = [...linesOf(result, x)];
  return lines.flatMap(([series, points]) => {
    const baseline = result.comparisons.find(({ point }) => point === points[0]!.id)?.baseline;
    const base = lines.find(([, others]) => others[0]!.id === baseline);
    return base ? notifySentences({ series, points }, { series: base[0], points: base[1] }, x) : [];
  });
}

interface NamedLine {
  readonly series: string;
  readonly points: readonly Point[];
}

function notifySentences(own: NamedLine, base: NamedLine, x: XAxis): Sentence[] {
  const [ownLine, baseLine] = [notifyLine(own, x), notifyLine(base, x)];
  const [ownFirst, baseFirst] = [ownLine[0], baseLine[0]];
  if (!ownFirst || !baseFirst) return [];
  const when = ownFirst.y > baseFirst.y ? "later" : "sooner";
  const time = (y: number) => formatTime(y, own.points[0]!.timeUnit);
  const first = `With ${own.series} the backend acts ${when} at ${formatPerSecond(ownFirst.x)}: ${time(ownFirst.y)} after the store, with ${base.series} ${time(baseFirst.y)}.`;
  const at = crossover(ownLine, baseLine);
  const crossing = at === null ? "" : `${own.series} and ${base.series} cross near ${formatPerSecond(at)}.`;
  return [...sentencesOf("plain", first), ...sentencesOf("decisive", crossing)];
}

function notifyLine({ points }: NamedLine, x: XAxis): Line {
  return points.flatMap((point) => {
    const { notify } = point.metrics;
    return notify && point.notifyKnown ? [{ x: x.valueOf(point), y: notify.mean.value }] : [];
  });
}
