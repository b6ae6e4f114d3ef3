import type { Estimate } from "../../../bench/experiment/result/estimate.ts";
import type { Point, PointComparison, Result, Station } from "../../../bench/experiment/result/result.ts";
import { fitStatusOf } from "../fit-status.ts";
import { digits, formatChange, formatPerSecond, formatTime, type Precision, valuesOnly } from "../format.ts";
import { formatMeasure, tellingMeasures } from "../measures.ts";
import { type Column, numberColumn, type Table, tableOf, textColumn } from "./table.ts";

const number = numberColumn<Point>;
const text = textColumn<Point>;

/** All points, with every column that differs from its default. */
export function pointTable(result: Result, precision: Precision): Table {
  const columns = [
    ...axisColumns(result),
    ...doorbellColumns(result, precision),
    ...publishedColumns(result),
    ...requestColumns(result, precision),
    ...costColumns(result, precision),
    ...measureColumns(result),
    ...cpuColumns(result),
    text("remark", remark),
  ];
  return tableOf(columns, result.points);
}

/** All points, without published figures and the host's CPU time: a table for a terminal. */
export function shortPointTable(result: Result, precision: Precision): Table {
  const columns = [
    ...axisColumns(result),
    ...doorbellColumns(result, precision),
    ...requestColumns(result, precision),
    ...measureColumns(result),
    text("remark", remark),
  ];
  return tableOf(columns, result.points);
}

/** Some points, with the few columns that most answers are about. */
export function briefPointTable(result: Result, points: readonly Point[]): Table {
  const open = points.some(({ offered }) => offered !== null);
  const completes = points.some(({ metrics }) => metrics.completion);
  const time = (title: string, of: EstimateOf) => estimateColumn(title, of, valuesOnly);
  const columns = [
    ...axisColumns(result),
    ...doorbellColumns(result, valuesOnly),
    ...(open ? [time("response", ({ metrics }) => metrics.response?.mean)] : []),
    number("notify", (point) => notifyText(point, valuesOnly)),
    ...(completes ? [time("completion", ({ metrics }) => metrics.completion?.mean)] : []),
    ...(points.some((point) => remark(point) !== "") ? [text("remark", remark)] : []),
  ];
  return tableOf(columns, points);
}

function axisColumns({ axes }: Result): Column<Point>[] {
  return Object.keys(axes).map((path) => text(path, (point) => String(point.axes[path])));
}

function doorbellColumns(result: Result, precision: Precision): Column<Point>[] {
  const rtt = estimateColumn("rtt", ({ metrics }) => metrics.rtt?.mean, precision);
  return [rtt, ...baselineColumns(result, "rtt", precision)];
}

function requestColumns({ points }: Result, precision: Precision): Column<Point>[] {
  const open = points.some(({ offered }) => offered !== null);
  const completes = points.some(({ metrics }) => metrics.completion);
  const time = (title: string, of: EstimateOf) => estimateColumn(title, of, precision);
  return [
    ...(open
      ? [
          time("response", ({ metrics }) => metrics.response?.mean),
          time("response p99", ({ metrics }) => metrics.response?.p99),
        ]
      : [time("rtt p99", ({ metrics }) => metrics.rtt?.p99)]),
    number("notify", (point) => notifyText(point, precision)),
    number("done", ({ throughput }) => (throughput ? formatPerSecond(throughput.value) : "–")),
    ...(completes ? [time("completion", ({ metrics }) => metrics.completion?.mean)] : []),
  ];
}

function costColumns(result: Result, precision: Precision): Column<Point>[] {
  return [
    estimateColumn("CPU a request", ({ cpu }) => cpu, precision),
    ...baselineColumns(result, "cpu", precision),
    number("exits to userspace", exitsText),
  ];
}

function measureColumns(result: Result): Column<Point>[] {
  return tellingMeasures(result).map((measure) => number(measure, (point) => formatMeasure(point, measure)));
}

function cpuColumns({ points }: Result): Column<Point>[] {
  return points.some(({ cpus }) => cpus) ? [text("CPUs busy", cpusText)] : [];
}

function publishedColumns({ points }: Result): Column<Point>[] {
  const published = points.some(({ reference }) => reference);
  return published ? [text("published", publishedText), number("model against it", publishedChange)] : [];
}

const baselineTitles = { rtt: "rtt against baseline", cpu: "CPU against baseline" };

function baselineColumns(result: Result, metric: "rtt" | "cpu", precision: Precision): Column<Point>[] {
  if (result.comparisons.length === 0) return [];
  const comparisons = new Map(result.comparisons.map((comparison) => [comparison.point, comparison]));
  const cell = ({ id }: Point) => ratioText(comparisons.get(id), metric, precision);
  return [number(baselineTitles[metric], cell)];
}

function ratioText(comparison: PointComparison | undefined, metric: "rtt" | "cpu", precision: Precision): string {
  const ratio = comparison?.metrics[metric]?.ratio;
  return ratio ? precision.change(ratio) : "";
}

type EstimateOf = (point: Point) => Estimate | undefined;

function estimateColumn(title: string, of: EstimateOf, precision: Precision): Column<Point> {
  return number(title, (point) => {
    const estimate = of(point);
    return estimate ? precision.time(estimate, point.timeUnit) : "–";
  });
}

function notifyText({ notifyKnown, metrics, timeUnit }: Point, precision: Precision): string {
  const { rtt, notify } = metrics;
  if (notifyKnown) return notify ? precision.time(notify.mean, timeUnit) : "–";
  return rtt ? `0 to ${formatTime(rtt.mean.value, timeUnit)}` : "–";
}

function exitsText({ userspaceExits }: Point): string {
  if (userspaceExits === 1) return "every request";
  return userspaceExits === 0 ? "none" : digits(userspaceExits);
}

function cpusText({ cpus }: Point): string {
  return cpus ? cpus.map((busy) => `${digits(100 * busy)} %`).join(", ") : "–";
}

function publishedText({ reference, timeUnit }: Point): string {
  if (!reference) return "–";
  const origin = reference.flags.includes("author-extrapolated") ? "extrapolated by its author" : reference.kind;
  const role = reference.role === "held-out" ? "held out" : "fitted to";
  return `${formatTime(reference.value, timeUnit)} (${origin}, ${role})`;
}

function publishedChange({ reference, metrics }: Point): string {
  return reference && metrics.rtt ? formatChange(metrics.rtt.mean.value / reference.value) : "";
}

function remark(point: Point): string {
  const saturated = (["vcpu", "backend"] as const).flatMap((name) => saturation(name, point[name]));
  return [...saturated, fitStatusOf(point)].filter(Boolean).join("; ");
}

function saturation(name: string, station: Station | null): string[] {
  if (!station || station.utilisation < 1) return [];
  const { capacity, backlogGrowth } = station;
  return [
    `${name} saturated: at most ${formatPerSecond(capacity.value)}, backlog grows by ${formatPerSecond(backlogGrowth)}`,
  ];
}
