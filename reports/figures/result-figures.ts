/** Which charts a result deserves. */

import type { Estimate } from "../../bench/experiment/result/estimate.ts";
import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { type Bar, barChart } from "../charts/bars.ts";
import { type LinePoint, lineChart } from "../charts/lines.ts";
import { stackChart } from "../charts/stacks.ts";
import { notificationsSuppressed } from "../findings/closed-loop.ts";
import { digits, formatDuration, formatPerSecond, formatTime } from "../findings/format.ts";
import { mainEffectsPoints } from "../findings/main-effects.ts";
import { isRate, labelOf, linesOf, placed, type XAxis, xAxisOf } from "../findings/series.ts";
import type { Figure } from "./figure.ts";

/** The charts of one result, most important first. */
export function figuresOf(result: Result): Figure[] {
  const units = [...new Set(result.points.map((point) => point.timeUnit))];
  return units.flatMap((unit) =>
    figuresInUnit({ ...result, points: result.points.filter((point) => point.timeUnit === unit) }),
  );
}

/** Cycles of an unknown clock and time have no chart in common. */
function figuresInUnit(result: Result): Figure[] {
  const x = xAxisOf(result);
  if (!x) return pathFigures({ ...result, points: mainEffectsPoints(result) ?? result.points });
  const open = result.points.some((point) => point.offered !== null);
  const own = isRate(x) ? [] : [rttFigure(result, x), ...comparisonsFigures(result, x)];
  const stages = stageFigure(result, isRate(x) ? lowestOf(result, x) : endsOf(result, x), x);
  return [...own, ...(open ? loadFigures(result, x) : answerFigures(result, x)), stages];
}

const microseconds = (point: Point) => (point.timeUnit === "ns" ? 1e-3 : 1);
const unitTitle = (result: Result) => (result.points[0]!.timeUnit === "ns" ? "µs" : "cycles");

function pathFigures(result: Result): Figure[] {
  const answered = result.points.every(({ metrics }) => metrics.completion) ? [completionFigure(result)] : [];
  return [...answered, latencyFigure(result), stageFigure(result, result.points)];
}

function completionFigure(result: Result): Figure {
  const bars = result.points.map((point): Bar => {
    const { value, low, high } = point.metrics.completion!.mean;
    const factor = microseconds(point);
    return {
      label: labelOf(point, null),
      group: point.notify,
      value: value * factor,
      low: low * factor,
      high: high * factor,
      text: formatTime(value, point.timeUnit),
      reference: undefined,
    };
  });
  return {
    caption: "Mean completion: from the guest's store until it has the answer.",
    spec: barChart({ title: `completion, ${unitTitle(result)}`, bars }),
  };
}

function latencyFigure(result: Result): Figure {
  const bars = result.points.flatMap((point): Bar[] => {
    if (!point.metrics.rtt) return [];
    const { mean } = point.metrics.rtt;
    const factor = microseconds(point);
    const text = `${formatTime(mean.value, point.timeUnit)}${point.standing === "modelled" ? "" : `, ${point.standing}`}`;
    const label = labelOf(point, null);
    const reference = point.reference && point.reference.value * factor;
    return [
      {
        label,
        group: point.notify,
        value: mean.value * factor,
        low: mean.low * factor,
        high: mean.high * factor,
        text,
        reference: reference ?? undefined,
      },
    ];
  });
  const published = bars.some((bar) => bar.reference !== undefined) ? " The black tick is the published figure." : "";
  return {
    caption: `What a doorbell costs the vcpu (mean rtt).${published}`,
    spec: barChart({ title: `rtt, ${unitTitle(result)}`, bars }),
  };
}

function stageFigure(result: Result, points: readonly Point[], x: XAxis | null = null): Figure {
  const stacks = points.map((point) => {
    const factor = microseconds(point);
    const scaled = Object.fromEntries(Object.entries(point.stages).map(([stage, value]) => [stage, value * factor]));
    const at = x ? ` at ${point.axes[x.path]}` : "";
    return { label: `${labelOf(point, x)}${at}`, stages: scaled };
  });
  const unit = unitTitle(result);
  return {
    caption:
      "Where the round trip goes. Blue and green stay in the kernel, orange and brown are spent on userspace, grey is a residual that was never split.",
    spec: stackChart({
      title: `mean time of each stage, ${unit}`,
      stacks,
      show: (value) => `${digits(value)} ${unit}`,
    }),
  };
}

/** The points at the lowest x: the round trip before anything queues. */
function lowestOf(result: Result, x: XAxis): Point[] {
  const lowest = Math.min(...result.points.map((point) => x.valueOf(point)));
  return result.points.filter((point) => x.valueOf(point) === lowest);
}

/** The first and last point of every line. */
function endsOf(result: Result, x: XAxis): Point[] {
  const series = new Map<string, Point[]>();
  for (const { series: name, point } of placed(result, x)) series.set(name, [...(series.get(name) ?? []), point]);
  return [...series.values()].flatMap((points) => [points[0]!, points.at(-1)!]);
}

/** A line chart of one estimate of every point; points without it are left out. */
function lines(
  result: Result,
  x: XAxis,
  of: (point: Point) => Estimate | null | undefined,
  show: (estimate: Estimate, point: Point) => string,
): LinePoint[] {
  return placed(result, x).flatMap(({ x: at, series, point }) => {
    const estimate = of(point);
    if (!estimate) return [];
    const factor = microseconds(point);
    const text = `${series} at ${digits(at)}: ${show(estimate, point)}`;
    return [
      { x: at, y: estimate.value * factor, low: estimate.low * factor, high: estimate.high * factor, series, text },
    ];
  });
}

const inTime = (estimate: Estimate, point: Point) => formatDuration(estimate, point.timeUnit);

function rttFigure(result: Result, x: XAxis): Figure {
  const points = lines(result, x, (point) => point.metrics.rtt?.mean, inTime);
  return {
    caption: `Mean rtt against ${x.title}.`,
    spec: lineChart({
      x: { title: x.title, log: true },
      y: { title: `rtt, ${unitTitle(result)}`, log: false },
      points,
    }),
  };
}

/** Only where what runs along x makes a search longer or shorter. */
function comparisonsFigures(result: Result, x: XAxis): Figure[] {
  const rung = { ...result, points: result.points.filter(({ comparisons }) => comparisons.mean > 0) };
  const lengths = [...linesOf(rung, x).values()].map((points) => new Set(points.map((p) => p.comparisons.mean)));
  const varies = lengths.some(({ size }) => size > 1);
  return varies ? [comparisonsFigure(result, x)] : [];
}

function comparisonsFigure(result: Result, x: XAxis): Figure {
  const points = placed(result, x).map(({ x: at, series, point }): LinePoint => {
    const { mean } = point.comparisons;
    return {
      x: at,
      y: mean,
      low: mean,
      high: mean,
      series,
      text: `${series} at ${digits(at)}: ${digits(mean)} comparisons`,
    };
  });
  return {
    caption: "Comparisons that the real search made for one doorbell: what the model charged for.",
    spec: lineChart({ x: { title: x.title, log: true }, y: { title: "comparisons a search", log: true }, points }),
  };
}

function loadFigures(result: Result, x: XAxis): Figure[] {
  const time = (title: string, of: (point: Point) => Estimate | null | undefined) =>
    lineChart({
      x: { title: x.title, log: true },
      y: { title: `${title}, ${unitTitle(result)}`, log: true },
      points: lines(result, x, of, inTime),
    });
  const perSecond = placed(result, x).flatMap(({ x: at, series, point }): LinePoint[] => {
    const { throughput } = point;
    if (!throughput) return [];
    const text = `${series} at ${digits(at)}: ${formatPerSecond(throughput.value)} done`;
    return [{ x: at, y: throughput.value, low: throughput.low, high: throughput.high, series, text }];
  });
  const answered = result.points.some(({ metrics }) => metrics.completion);
  const completion = {
    caption: "Mean completion: from the store until the guest has its answer.",
    spec: time("completion", (point) => point.metrics.completion?.mean),
  };
  return [
    {
      caption:
        "Mean response, from the intended doorbell to the guest's next instruction. A line ends where its path saturates: past it there is no mean.",
      spec: time("response", (point) => point.metrics.response?.mean),
    },
    { caption: "99th percentile of the response.", spec: time("response p99", (point) => point.metrics.response?.p99) },
    {
      caption: `Requests done a second: answered, or served where nobody waits for answers${isRate(x) ? " (dotted: all that are due)" : ""}.`,
      spec: lineChart({
        x: { title: x.title, log: true },
        y: { title: "requests done a second", log: true },
        points: perSecond,
        diagonal: isRate(x),
      }),
    },
    {
      caption:
        "Mean notify: from the store to the first instruction of the handler run that takes it. This is where an iofd can lose: its consumer has to be woken.",
      spec: time("notify", (point) => (point.notifyKnown ? point.metrics.notify?.mean : null)),
    },
    ...(answered ? [completion] : []),
    {
      caption: "CPU time of vcpu and backend that one request costs the host.",
      spec: time("CPU a request", (point) => point.cpu),
    },
  ];
}

/** Where requests wait for answers: how long each takes, and how many that makes a second. */
function answerFigures(result: Result, x: XAxis): Figure[] {
  const completions = lines(result, x, (point) => point.metrics.completion?.mean, inTime);
  if (completions.length === 0) return [];
  const perSecond = placed(result, x).flatMap(({ x: at, series, point: { throughput } }): LinePoint[] => {
    if (!throughput) return [];
    const { value: y, low, high } = throughput;
    return [{ x: at, y, low, high, series, text: `${series} at ${digits(at)}: ${formatPerSecond(y)} done` }];
  });
  const chart = (title: string, points: readonly LinePoint[]) =>
    lineChart({ x: { title: x.title, log: true }, y: { title, log: true }, points });
  const doorbells = placed(result, x).flatMap(({ x: at, series, point: { measures } }): LinePoint[] => {
    const kicks = measures["kicks per request"];
    if (!kicks) return [];
    const { value: y, low, high } = kicks;
    return [{ x: at, y, low, high, series, text: `${series} at ${digits(at)}: ${digits(y)} doorbells a request` }];
  });
  return [
    ...(notificationsSuppressed(result)
      ? [{ caption: "Doorbells that a request rings.", spec: chart("doorbells a request", doorbells) }]
      : []),
    {
      caption: "Mean completion: from the guest's store until it has the answer.",
      spec: chart(`completion, ${unitTitle(result)}`, completions),
    },
    { caption: "Requests done a second.", spec: chart("requests done a second", perSecond) },
  ];
}
