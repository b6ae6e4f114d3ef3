/** Makes the settings of points from the axes of a scenario. */

import { formatNs, formatRate, parseDuration, parseRate, significant } from "../input/units.ts";
import type { Axis } from "./schema.ts";

/** A value as written in a scenario file. */
export type Scalar = string | number | bigint;

/** One setting of every axis, as written. */
export type Setting = Readonly<Record<string, Scalar>>;

/** The most points that one scenario may have. */
export const mostPoints = 10_000;

/** The values of an axis, as a file would have them; an Error where a range has none. */
export function axisValues(axis: Axis): readonly Scalar[] | Error {
  if (Array.isArray(axis)) {
    const twice = axis.find((value, i) => axis.indexOf(value) < i);
    return twice === undefined ? axis : new Error(`${twice} is listed twice`);
  }
  const unit = commonUnit(String(axis.from), String(axis.to));
  if (!unit) return new Error("`from` and `to` must be two numbers, two durations in time, or two rates");
  const [from, to] = [unit.parse(String(axis.from)), unit.parse(String(axis.to))];
  if (!(from < to)) return new Error(`the range is empty: from ${axis.from} is not below to ${axis.to}`);
  if (axis.scale !== "linear" && from <= 0)
    return new Error(`a ${axis.scale} scale starts above 0, not at ${axis.from}`);
  if (axis.scale === "log2") return doublings(from, to).map(unit.format);
  if (axis.steps === undefined) return new Error(`a ${axis.scale} range needs "steps": how many values`);
  if (axis.steps > mostPoints) return new Error(`${axis.steps} steps; at most ${mostPoints}`);
  const values = axis.scale === "linear" ? linear(from, to, axis.steps) : logarithmic(from, to, axis.steps);
  return [...new Set(values.map(unit.format))];
}

/** Every combination, the last axis fastest. */
export function combinations(axes: Readonly<Record<string, readonly Scalar[]>>): Setting[] {
  return Object.entries(axes).reduce<Setting[]>(
    (settings, [path, values]) => settings.flatMap((setting) => values.map((value) => ({ ...setting, [path]: value }))),
    [{}],
  );
}

/** A point's identity: its setting of every axis, in the order of the file. */
export function pointId(setting: Setting): string {
  const parts = Object.entries(setting).map(([path, value]) => `${path}=${value}`);
  return parts.length > 0 ? parts.join(",") : "only";
}

/** A copy of `settings` with the value at the dotted `path` replaced. */
export function withValue(settings: unknown, path: string, value: Scalar): unknown {
  const [key, ...rest] = path.split(".");
  if (Array.isArray(settings)) return settings; // refused as what it is, not as what it would become
  const object = (settings ?? {}) as Record<string, unknown>;
  return { ...object, [key!]: rest.length === 0 ? value : withValue(object[key!], rest.join("."), value) };
}

interface UnitOfRange {
  readonly parse: (text: string) => number;
  readonly format: (value: number) => Scalar;
}

function commonUnit(from: string, to: string): UnitOfRange | null {
  const both = (test: (text: string) => boolean) => test(from) && test(to);
  if (both((text) => parseRate(text) !== null)) return { parse: (text) => parseRate(text)!, format: formatRate };
  if (both((text) => parseDuration(text)?.unit === "ns"))
    return { parse: (text) => parseDuration(text)!.value, format: formatNs };
  if (both((text) => text.trim() !== "" && Number.isFinite(Number(text)))) {
    const integers = both((text) => Number.isInteger(Number(text)));
    return { parse: Number, format: (value) => (integers ? Math.round(value) : Number(significant(value))) };
  }
  return null;
}

/** `start + i * step`, never accumulated. */
function linear(from: number, to: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, i) => from + (i * (to - from)) / (steps - 1));
}

function logarithmic(from: number, to: number, steps: number): number[] {
  const ratio = Math.log(to / from);
  return Array.from({ length: steps }, (_, i) => (i === steps - 1 ? to : from * Math.exp((i * ratio) / (steps - 1))));
}

function doublings(from: number, to: number): number[] {
  const values = [];
  for (let value = from; value <= to; value *= 2) values.push(value);
  return values;
}
