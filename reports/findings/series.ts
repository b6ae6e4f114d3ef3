/** The points of a result as lines: one swept number along x, one line for each combination of the other settings. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";

/** The axis that runs along x. */
export interface XAxis {
  readonly path: string;
  readonly title: string;
  valueOf(point: Point): number;
}

/** A point with its x and the name of its line. */
export interface Placed {
  readonly x: number;
  readonly series: string;
  readonly point: Point;
}

/** The swept axis with the most numeric values; null where no axis has three numeric values. */
export function xAxisOf(result: Result): XAxis | null {
  const numeric = Object.entries(result.axes)
    .filter(
      ([path, values]) => values.length >= 3 && result.points.every((point) => Object.hasOwn(point.numbers, path)),
    )
    .sort((a, b) => b[1].length - a[1].length);
  const path = numeric[0]?.[0];
  return path === undefined ? null : { path, title: titleOf(path), valueOf: (point) => point.numbers[path]! };
}

/** Every point of a result on its line. */
export function placed(result: Result, x: XAxis): Placed[] {
  return result.points.map((point) => ({ x: x.valueOf(point), series: labelOf(point, x), point }));
}

/** The points of each line, x ascending. */
export function linesOf(result: Result, x: XAxis): Map<string, Point[]> {
  const lines = new Map<string, Point[]>();
  for (const { series, point } of placed(result, x)) lines.set(series, [...(lines.get(series) ?? []), point]);
  for (const points of lines.values()) points.sort((a, b) => x.valueOf(a) - x.valueOf(b));
  return lines;
}

/** The points of the line that this point lies on, x ascending. */
export function lineOf(result: Result, x: XAxis, point: Point): Point[] {
  return linesOf(result, x).get(labelOf(point, x))!;
}

/** The first and the last point of every line. */
export function lineEnds(result: Result, x: XAxis): Point[] {
  return [...linesOf(result, x).values()].flatMap((points) => [points[0]!, points.at(-1)!]);
}

/** The lowest x of all points. */
export function lowestX({ points }: Result, x: XAxis): number {
  return Math.min(...points.map((point) => x.valueOf(point)));
}

/** A point's name without its setting along x: `iofd-pio`. */
export function labelOf(point: Point, x: XAxis | null): string {
  const parts = Object.entries(point.axes).filter(([path]) => path !== x?.path);
  return settingsName(parts) || point.notify;
}

/** A point's name with its setting along x last: `iofd-pio at 20k/s`. */
export function labelWithX(point: Point, x: XAxis | null): string {
  return `${labelOf(point, x)}${x ? ` at ${point.axes[x.path]}` : ""}`;
}

/** Settings as the name of a point. */
export function settingsName(axes: readonly (readonly [path: string, value: string | number])[]): string {
  return axes.map(([path, value]) => (path === "costs" ? sheetName(value) : String(value))).join("-");
}

/** A sheet's file without its folder and ending. */
const sheetName = (file: string | number) =>
  String(file)
    .replace(/^.*\//, "")
    .replace(/\.ya?ml$/, "");

/** Whether the x axis is a rate of doorbells. */
export function isRate(x: XAxis): boolean {
  return x.path.endsWith(".rate");
}

function titleOf(path: string): string {
  const known: Record<string, string> = {
    "guest.workload.rate": "doorbells due a second",
    "regions.count": "registered regions",
    "guest.vcpus": "vcpus",
    "guest.workload.depth": "requests in flight",
  };
  return Object.hasOwn(known, path) ? known[path]! : path;
}
