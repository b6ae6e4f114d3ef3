/** The answer to a scenario's question, in sentences made of its numbers. */

import type { Estimate } from "../../bench/experiment/result/estimate.ts";
import type { Point, PointComparison, Result } from "../../bench/experiment/result/result.ts";
import { closedLoopAnswer } from "./closed-loop.ts";
import { crossover, type Line } from "./crossover.ts";
import { digits, formatChange, formatPerSecond, formatTime } from "./format.ts";
import { mainEffectsAnswer } from "./main-effects.ts";
import { sheetAnswer } from "./sensitivity.ts";
import { isRate, labelOf, linesOf, type XAxis, xAxisOf } from "./series.ts";
import { type Labelled, trendOf } from "./trend.ts";
import { validationAnswer } from "./validation.ts";
import { slowerAnswer } from "./where-iofd-is-slower.ts";

/** What a reader who reads nothing else should take away. */
export function answerOf(result: Result): string {
  return [modelAnswer(result), sheetAnswer(result), ...result.validations.map((v) => validationAnswer(result, v))]
    .filter(Boolean)
    .join(" ");
}

/** The answer in at most three sentences. Where an iofd is slower, one of them says so. */
export function shortAnswerOf(result: Result): readonly string[] {
  const loss = slowerAnswer(result, xAxisOf(result));
  const [firstLoss] = sentencesOf(loss);
  const answer = sentencesOf(answerOf(result).replace(loss, ""));
  return firstLoss === undefined ? answer.slice(0, 3) : [...answer.slice(0, 2), firstLoss];
}

function sentencesOf(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === "" ? [] : trimmed.split(/(?<=\.) +(?=[A-Z])/);
}

function modelAnswer(result: Result): string {
  const x = xAxisOf(result);
  const loss = slowerAnswer(result, x);
  const sides = loss === "" && x !== null && isRate(x) && !result.trace ? notifySide(result, x) : "";
  return [pointsAnswer(result, x), sides, closedLoopAnswer(result, x), mainEffectsAnswer(result), loss]
    .filter(Boolean)
    .join(" ");
}

function pointsAnswer(result: Result, x: XAxis | null): string {
  if (result.trace) return traceAnswer(result);
  if (x && isRate(x)) return rateAnswer(result, x);
  if (x) return sweepAnswer(result, x);
  return pathAnswer(result);
}

/** More comparisons than this are told by their extremes. */
const mostSpelt = 4;

function pathAnswer(result: Result): string {
  const savings = result.comparisons.flatMap((comparison) => {
    const [point, base] = pair(result, comparison);
    const { rtt } = comparison.metrics;
    if (!rtt) return [];
    const time = (of: Point) => `${formatTime(of.metrics.rtt!.mean.value, of.timeUnit)}${standing(of)}`;
    const less = `${formatTime(Math.abs(rtt.difference.value), point.timeUnit)} ${rtt.difference.value > 0 ? "more" : "less"}`;
    const change = `${formatChange(rtt.ratio.value)}${rtt.ratio.sampling === "none" ? "" : `, ${percentInterval(rtt.ratio)}`}`;
    const text = `${labelOf(point, null)} takes ${time(point)} where ${labelOf(base, null)} takes ${time(base)}: ${less} (${change})`;
    return [{ text, exact: rtt.ratio.sampling === "none", label: labelOf(point, null), ratio: rtt.ratio.value }];
  });
  if (savings.length === 0) return rangeAnswer(result);
  const exact = savings.every((saving) => saving.exact) ? " No sampling error: the costs are constant." : "";
  if (savings.length <= mostSpelt)
    return `The vcpu's round trip: ${savings.map(({ text }) => text).join("; ")}.${exact}`;
  const sorted = [...savings].sort((a, b) => a.ratio - b.ratio);
  const [least, most] = [sorted[0]!, sorted.at(-1)!].map(({ ratio, label }) => `${formatChange(ratio)} (${label})`);
  return `The vcpu's round trip against the baseline: from ${least} to ${most}.${exact}`;
}

function rangeAnswer(result: Result): string {
  const known = result.points.filter((point) => point.metrics.rtt);
  const sorted = [...known].sort((a, b) => a.metrics.rtt!.mean.value - b.metrics.rtt!.mean.value);
  const say = (point: Point) =>
    `${formatTime(point.metrics.rtt!.mean.value, point.timeUnit)} (${labelOf(point, null)})`;
  if (sorted.length === 0) return "No doorbell was rung while requests were counted.";
  if (sorted.length === 1) return `The vcpu's round trip takes ${say(sorted[0]!)}.`;
  return `The vcpu's round trip takes from ${say(sorted[0]!)} to ${say(sorted.at(-1)!)}.`;
}

function rateAnswer(result: Result, x: XAxis): string {
  const bySeries = linesOf(result, x);
  const capacities = [...bySeries].map(([series, points]) => {
    const top = points.at(-1)!;
    const busy = bottleneck(top);
    if (!busy) return `${series} is not saturated at ${formatPerSecond(x.valueOf(top))}`;
    return `${series} at ${formatPerSecond(top[busy]!.capacity.value)} (${busy})`;
  });
  return `Saturation: ${capacities.join(", ")}. ${lowRate(result, x)}`.trim();
}

/** The saturated station that does least. */
function bottleneck(point: Point): "vcpu" | "backend" | null {
  const over = (["vcpu", "backend"] as const).filter((station) => (point[station]?.utilisation ?? 0) >= 1);
  over.sort((a, b) => point[a]!.capacity.value - point[b]!.capacity.value);
  return over[0] ?? null;
}

/** What changes before anything queues: the lowest rate. */
function lowRate(result: Result, x: XAxis): string {
  const lowest = Math.min(...result.points.map((point) => x.valueOf(point)));
  const changes = result.comparisons.flatMap((comparison) => {
    const [point] = pair(result, comparison);
    const { response } = comparison.metrics;
    return x.valueOf(point) === lowest && response
      ? [`${formatChange(response.ratio.value)} (${labelOf(point, x)}, ${percentInterval(response.ratio)})`]
      : [];
  });
  return changes.length > 0
    ? `At ${formatPerSecond(lowest)} the mean response changes by ${changes.join(" and ")}.`
    : "";
}

/** The other side of the bargain: when the backend acts. */
function notifySide(result: Result, x: XAxis): string {
  const bySeries = linesOf(result, x);
  const sentences = [...bySeries].flatMap(([series, points]) => {
    const base = [...bySeries].find(([, others]) => others[0]!.id === baselineOf(result, points[0]!));
    if (!base) return [];
    const line = (of: readonly Point[]): Line =>
      of.flatMap((point) =>
        point.metrics.notify && point.notifyKnown ? [{ x: x.valueOf(point), y: point.metrics.notify.mean.value }] : [],
      );
    const [own, other] = [line(points), line(base[1])];
    if (own.length === 0 || other.length === 0) return [];
    const at = crossover(own, other);
    const later = own[0]!.y > other[0]!.y ? "later" : "sooner";
    const times = `${formatTime(own[0]!.y, "ns")} after the store, ${base[0]} ${formatTime(other[0]!.y, "ns")}`;
    return [
      `with ${series} the backend acts ${later} at ${formatPerSecond(own[0]!.x)} (${times})${at ? `, and they cross near ${formatPerSecond(at)}` : ""}`,
    ];
  });
  return sentences.length > 0 ? `${capital(sentences.join("; "))}.` : "";
}

function sweepAnswer(result: Result, x: XAxis): string {
  const bySeries = linesOf(result, x);
  const courses = [...bySeries].map(([series, points]) => {
    const told = points.map(({ metrics, timeUnit, caught }): Labelled | string => {
      const value = metrics.rtt?.mean.value;
      if (value === undefined) return caught ? "no mean" : "no doorbell";
      return { value, text: formatTime(value, timeUnit) };
    });
    return `${series} ${trendOf(told)}`;
  });
  const xs = result.points.map((point) => x.valueOf(point));
  const crossings = result.comparisons.flatMap((comparison) => {
    const [point, base] = pair(result, comparison);
    if (x.valueOf(point) !== Math.min(...xs)) return [];
    const line = (of: Point): Line =>
      bySeries
        .get(labelOf(of, x))!
        .flatMap((p) => (p.metrics.rtt ? [{ x: x.valueOf(p), y: p.metrics.rtt.mean.value }] : []));
    const [own, other] = [line(point), line(base)];
    const at = crossover(own, other);
    if (at === null) return [];
    const [before, after] = own[0]!.y > other[0]!.y ? [base, point] : [point, base];
    return [
      `the rtt of ${labelOf(after, x)} is the shorter one from ${Math.ceil(at)} ${x.title} on, at this sheet's prices (${labelOf(before, x)} before)`,
    ];
  });
  const against = sweepComparison(result, x);
  const range = `Over ${digits(Math.min(...xs))} to ${digits(Math.max(...xs))} ${x.title}, the round trip goes: ${courses.join(", ")}.`;
  return [range, against, overrun(bySeries, x), crossings.length > 0 ? `${capital(crossings.join("; "))}.` : ""]
    .filter(Boolean)
    .join(" ");
}

/** Which points are past saturation, and so have no mean of what waits. */
function overrun(bySeries: ReadonlyMap<string, readonly Point[]>, x: XAxis): string {
  const told = [...bySeries].flatMap(([series, points]) => {
    const over = points.filter((point) => bottleneck(point) !== null);
    const at = over.map((point) => `${digits(x.valueOf(point))} (${bottleneck(point)})`);
    return at.length > 0 ? [`${series} at ${at.join(", ")}`] : [];
  });
  return told.length > 0 ? `Saturated, and without a mean of what waits: ${told.join("; ")}.` : "";
}

/** How much of its baseline's response (or rtt, where nothing queues) each line takes, from end to end. */
function sweepComparison(result: Result, x: XAxis): string {
  const changes = new Map<string, string[]>();
  for (const comparison of result.comparisons) {
    const [point] = pair(result, comparison);
    const change = (point.offered === null ? undefined : comparison.metrics.response) ?? comparison.metrics.rtt;
    const series = labelOf(point, x);
    if (change) changes.set(series, [...(changes.get(series) ?? []), formatChange(change.ratio.value)]);
  }
  const ends = [...changes].map(([series, all]) =>
    all[0] === all.at(-1) ? `${series} ${all[0]}` : `${series} ${all[0]} to ${all.at(-1)}`,
  );
  const metric = result.points.some((point) => point.offered !== null) ? "Mean response" : "Mean rtt";
  return ends.length > 0 ? `${metric} against the baseline: ${ends.join(", ")}.` : "";
}

function traceAnswer(result: Result): string {
  const trace = result.trace!;
  const all = Object.values(trace.userspaceExits).reduce((sum, count) => sum + count, 0);
  const comparison = result.comparisons[0];
  const found = `The trace holds ${trace.doorbells} doorbells among ${all} exits to userspace in ${digits(trace.seconds)} s.`;
  if (!comparison?.metrics.rtt) return found;
  const [point] = pair(result, comparison);
  const perDoorbell = -comparison.metrics.rtt.difference.value;
  const total = formatTime(perDoorbell * trace.doorbells, point.timeUnit);
  const share = digits((100 * trace.doorbells) / all);
  const { difference, ratio } = comparison.metrics.rtt;
  const exact = difference.sampling === "none" ? "no sampling error: the costs are constant" : percentInterval(ratio);
  const saved = `Registered as an iofd, these ${trace.doorbells} exits (${share} %) would have stayed in the kernel and given the vcpu back ${total}, ${formatTime(perDoorbell, point.timeUnit)} a doorbell (${formatChange(ratio.value)}; ${exact}).`;
  return `${found} ${saved} Whether the run would have been shorter, this trace can not say.`;
}

function pair(result: Result, comparison: PointComparison): [Point, Point] {
  const find = (id: string) => result.points.find((point) => point.id === id)!;
  return [find(comparison.point), find(comparison.baseline)];
}

function baselineOf(result: Result, point: Point): string | undefined {
  return result.comparisons.find((comparison) => comparison.point === point.id)?.baseline;
}

function percentInterval(ratio: Estimate): string {
  if (ratio.sampling === "none") return "no sampling error";
  const [low, high] = [formatChange(ratio.low), formatChange(ratio.high)];
  return low === high ? "95 % interval narrower than 0.1 %" : `95 % interval ${low} to ${high}`;
}

const standing = (point: Point) => (point.standing === "modelled" ? "" : ` (${point.standing})`);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
