/** Where an iofd makes requests later than the exit to userspace that it replaces, and of what parts that is made. */

import type { Point, PointComparison, Result } from "../../bench/experiment/result/result.ts";
import { mechanisms } from "../../sim/index.ts";
import { crossover, type Line } from "./crossover.ts";
import { endToEnd } from "./end-to-end.ts";
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

/** The worst point at which an iofd is later, and why; empty where it never is. */
export function slowerAnswer(result: Result, x: XAxis | null): string {
  const rivals = result.comparisons.flatMap((comparison) => rivalsOf(result, comparison));
  const losses = rivals.filter(({ later }) => later);
  const [worst] = losses.sort((a, b) => b.ratio - a.ratio);
  if (worst === undefined) return "";
  return [headOf(worst, x, { lost: losses.length, of: rivals.length }), crossingOf(result, worst, x), whyOf(worst)]
    .filter(Boolean)
    .join(" ");
}

/** An iofd against an exit to the VMM for every doorbell. */
function isRival(iofd: Point, qemu: Point): boolean {
  return mechanisms[iofd.notify].registers === "doorbells" && mechanisms[qemu.notify].registers === "nothing";
}

/** Points that are past saturation, where no such mean exists, are no rivals. */
function rivalsOf(result: Result, comparison: PointComparison): Rivals[] {
  const find = (id: string) => result.points.find((point) => point.id === id)!;
  const [iofd, qemu] = [find(comparison.point), find(comparison.baseline)];
  const metric = comparison.metrics.completion ? "completion" : "notify";
  if (!isRival(iofd, qemu) || !comparison.metrics[metric]?.ratio) return [];
  const [own, other] = [endToEnd(iofd, metric), endToEnd(qemu, metric)];
  if (own === null || other === null) return [];
  return [{ iofd, qemu, metric, later: own.low > other.high, ratio: own.value / other.value }];
}

function headOf({ iofd, qemu, metric }: Rivals, x: XAxis | null, { lost, of }: { lost: number; of: number }): string {
  const time = (point: Point) => formatTime(endToEnd(point, metric)!.value, point.timeUnit);
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
        const since = endToEnd(point, metric);
        return series === labelOf(of, x) && since !== null ? [{ x: at, y: since.value }] : [];
      })
      .sort((a, b) => a.x - b.x);
  const at = crossover(line(iofd), line(qemu));
  return at === null ? "" : `The two cross near ${shownAt(x, at)}.`;
}

/** Less than this share of the way through userspace is not worth a word. */
const tellingShare = 0.01;

/** So many more halts a request are worth a word. */
const tellingHalts = 0.1;

/** So much more done, and the load of the two is not the same. */
const tellingLoad = 1.05;

/** The bargain in its parts: what waits before the store, what it takes to wake a sleeper, and the way through userspace. */
function whyOf(rivals: Rivals): string {
  const { iofd, qemu } = rivals;
  const causes = waitsBefore(rivals) ? [lagOf(rivals)] : [wakeUpOf(iofd, qemu), haltsOf(iofd, qemu)];
  return [...causes, loadOf(iofd, qemu), rttOf(iofd, qemu)].filter(Boolean).join(" ");
}

/** Whether most of what it is later is lost before the store. */
function waitsBefore({ iofd, qemu, metric }: Rivals): boolean {
  const more = (of: "lag" | Late) => iofd.metrics[of]!.mean.value - qemu.metrics[of]!.mean.value;
  return more("lag") > more(metric);
}

function lagOf({ iofd, qemu }: Rivals): string {
  const lag = (point: Point) => formatTime(point.metrics.lag!.mean.value, point.timeUnit);
  return `Most of that is lost before the store: a request waits ${lag(iofd)} for its vcpu there, and ${lag(qemu)} with qemu.`;
}

function wakeUpOf(iofd: Point, qemu: Point): string {
  if (!iofd.wakeUp) return "";
  const time = (value: number) => formatTime(value, iofd.timeUnit);
  const { leaving, switching, reading } = iofd.wakeUp;
  const { stages } = qemu;
  const way = (stages.hop ?? 0) + (stages["to-userspace"] ?? 0) + (stages.dispatch ?? 0);
  const lock = (stages.lock ?? 0) > tellingShare * way ? ` and ${time(stages.lock!)} of waiting for the big lock` : "";
  const parts = `on average of a request, ${time(leaving)} until its CPU has left the idle state, ${time(switching)} to switch to it and ${time(reading)} to read the eventfd; that replaces ${time(way)} of hop and dispatch${lock}.`;
  const head = `Its consumer has to be woken: ${parts}`;
  if (leaving + switching + reading > way + (stages.lock ?? 0)) return head;
  return `${head} The rest is the queue before it: who comes while it is being woken, or serves another, waits for that too.`;
}

function loadOf(iofd: Point, qemu: Point): string {
  const [own, other] = [iofd, qemu].map(({ throughput }) => throughput?.value ?? 0) as [number, number];
  if (own < tellingLoad * other) return "";
  return `It does more at the same time: ${formatPerSecond(own)} instead of ${formatPerSecond(other)}.`;
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
