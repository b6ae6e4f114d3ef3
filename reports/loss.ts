/** Where an iofd makes requests later than the exit to userspace that it replaces, and of what parts that is made. */

import type { Point, PointComparison, Result } from "../bench/result.ts";
import { crossing, type Line } from "./crossing.ts";
import { digits, formatPerSecond, formatTime } from "./format.ts";
import { isRate, labelOf, placed, type XAxis } from "./series.ts";

type Late = "completion" | "notify";

/** An iofd beside the path through qemu that it replaces. */
interface Rivals {
  readonly iofd: Point;
  readonly qemu: Point;
  readonly metric: Late;
  /** Whether it is later, beyond the replications' intervals; and by what factor. */
  readonly later: boolean;
  readonly ratio: number;
}

/** From the instant at which the guest meant to ask: what waits before the store on one path may wait behind it on the other. */
interface SinceDue {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The worst point at which an iofd is later, and why; empty where it never is. */
export function lossAnswer(result: Result, x: XAxis | null): string {
  const rivals = result.comparisons.flatMap((comparison) => rivalsOf(result, comparison));
  const losses = rivals.filter(({ later }) => later);
  const [worst] = losses.sort((a, b) => b.ratio - a.ratio);
  if (worst === undefined) return "";
  return [headOf(worst, x, { lost: losses.length, of: rivals.length }), crossingOf(result, worst, x), whyOf(worst)]
    .filter(Boolean)
    .join(" ");
}

/** Points that are past saturation, where no such mean exists, are no rivals. */
function rivalsOf(result: Result, comparison: PointComparison): Rivals[] {
  const find = (id: string) => result.points.find((point) => point.id === id)!;
  const [iofd, qemu] = [find(comparison.point), find(comparison.baseline)];
  const metric = comparison.metrics.completion ? "completion" : "notify";
  if (iofd.notify !== "iofd" || qemu.notify !== "qemu" || !comparison.metrics[metric]?.ratio) return [];
  const [own, other] = [sinceDue(iofd, metric), sinceDue(qemu, metric)];
  if (own === null || other === null) return [];
  return [{ iofd, qemu, metric, later: own.low > other.high, ratio: own.mean / other.mean }];
}

function sinceDue({ metrics }: Point, metric: Late): SinceDue | null {
  const [lag, rest] = [metrics.lag?.mean, metrics[metric]?.mean];
  if (!lag || !rest) return null;
  return { mean: lag.value + rest.value, low: lag.low + rest.low, high: lag.high + rest.high };
}

function headOf({ iofd, qemu, metric }: Rivals, x: XAxis | null, { lost, of }: { lost: number; of: number }): string {
  const time = (point: Point) => formatTime(sinceDue(point, metric)!.mean, point.timeUnit);
  const acts = metric === "completion" ? "a request is complete" : "the backend acts";
  const at = x ? ` at ${shownAt(x, x.valueOf(iofd))}` : "";
  const often = of > 1 ? ` It is later at ${lost} of ${of} points${lost > 1 ? ", most of all there" : ""}.` : "";
  return `Here an iofd loses: with ${labelOf(iofd, x)}${at} ${acts} ${time(iofd)} after it was due, with ${labelOf(qemu, x)} ${time(qemu)}.${often}`;
}

function crossingOf(result: Result, { iofd, qemu, metric }: Rivals, x: XAxis | null): string {
  if (x === null) return "";
  const line = (of: Point): Line =>
    placed(result, x)
      .flatMap(({ x: at, series, point }) => {
        const since = sinceDue(point, metric);
        return series === labelOf(of, x) && since !== null ? [{ x: at, y: since.mean }] : [];
      })
      .sort((a, b) => a.x - b.x);
  const at = crossing(line(iofd), line(qemu));
  return at === null ? "" : `The two cross near ${shownAt(x, at)}.`;
}

/** Less than this share of the way through userspace is not worth a word. */
const tellingShare = 0.01;

/** So many more halts a request are worth a word. */
const tellingHalts = 0.1;

/** The bargain in its parts: waking a sleeper against the way through userspace. */
function whyOf({ iofd, qemu }: Rivals): string {
  const time = (value: number) => formatTime(value, iofd.timeUnit);
  const kept = rttOf(iofd, qemu);
  if (!iofd.wakeUp) return kept;
  const { leaving, switching, reading } = iofd.wakeUp;
  const { stages } = qemu;
  const way = (stages.hop ?? 0) + (stages["to-userspace"] ?? 0) + (stages.dispatch ?? 0);
  const lock = (stages.lock ?? 0) > tellingShare * way ? ` and ${time(stages.lock!)} of waiting for the big lock` : "";
  const dearer = leaving + switching + reading > way + (stages.lock ?? 0);
  const queue = "Waking its consumer is not why: its requests wait in the queue before it.";
  const parts = `Its consumer has to be woken: on average of a request, ${time(leaving)} until its CPU has left the idle state, ${time(switching)} to switch to it and ${time(reading)} to read the eventfd; that replaces ${time(way)} of hop and dispatch${lock}.`;
  return [dearer ? parts : queue, haltsOf(iofd, qemu), kept].filter(Boolean).join(" ");
}

/** A vcpu that is not away with the request may halt before the answer comes, and is a sleeper then itself. */
function haltsOf(iofd: Point, qemu: Point): string {
  const [own, other] = [iofd, qemu].map(({ measures }) => measures["halts per request"]?.value ?? 0);
  if (own! < other! + tellingHalts) return "";
  return `Its guest, free while it waits, halts ${digits(own!)} times a request instead of ${digits(other!)}, and has to be woken too.`;
}

function rttOf(iofd: Point, qemu: Point): string {
  const [own, other] = [iofd, qemu].map(({ metrics }) => metrics.rtt?.mean.value);
  if (own === undefined || other === undefined || own >= other) return "";
  return `The vcpu's round trip is shorter all the same: ${formatTime(own, iofd.timeUnit)} instead of ${formatTime(other, qemu.timeUnit)}.`;
}

const shownAt = (x: XAxis, value: number) => (isRate(x) ? formatPerSecond(value) : `${x.title} ${digits(value)}`);
