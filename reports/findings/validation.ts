/** Published figures beside simulated ones, and how much their agreement proves. */

import type { Result } from "../../bench/experiment/result/result.ts";
import type { ValidatedCell, Validation } from "../../bench/experiment/result/validation.ts";
import { digits, formatChange, formatPerSecond, formatTime } from "./format.ts";
import { type Sentence, sentencesOf } from "./sentence.ts";
import { settingsName } from "./series.ts";

/** Held-out cells make a validation. Without them, agreement only shows that the fit's arithmetic is right. */
export function verdictOf({ parameters, cells }: Validation): string {
  const [heldOut, fitted] = (["held-out", "fitted"] as const).map((role) => cells.filter((cell) => cell.role === role));
  const free =
    parameters.length > 0 ? `, ${counted(parameters.length, "free parameter")} (${parameters.join(", ")})` : "";
  if (heldOut!.length === 0) return `a fit, not a validation: ${countOf(fitted!, "cell")} fitted${free}, none held out`;
  return `${countOf(heldOut!, "cell")} held out, ${countOf(fitted!, "")} fitted${free}`;
}

/** Ratios are counted apart: the figures of a ratio may be cells themselves. */
function countOf(cells: readonly ValidatedCell[], noun: string): string {
  const ratios = cells.filter(({ over }) => over !== null).length;
  const own = cells.length - ratios;
  const ofOwn = noun === "" ? String(own) : counted(own, noun);
  return ratios === 0 ? ofOwn : `${ofOwn} and ${counted(ratios, "ratio")}`;
}

/** One sentence a validation: the held-out figures, the predictions and their errors. */
export function validationAnswer(result: Result, validation: Validation): Sentence[] {
  const heldOut = validation.cells.filter(({ role }) => role === "held-out");
  if (heldOut.length === 0)
    return sentencesOf("plain", `Against published figures, ${validation.of} is ${verdictOf(validation)}.`);
  const predictions = heldOut.map((cell) => {
    const origin = cell.kind === "published" ? "published" : [cell.kind, ...cell.flags].join(", ");
    return `${cellNameOf(result, validation, cell)}: simulated ${shownIn(cell, cell.simulated)}, ${origin} ${shownIn(cell, cell.published)} (${errorOf(cell)})`;
  });
  return sentencesOf("plain", `Held out from ${validation.of}: ${predictions.join("; ")}.`);
}

/** The settings of the cell's point. A cost sheet's own cells do not repeat the sheet. */
export function cellNameOf(result: Result, validation: Validation, cell: ValidatedCell): string {
  const point = result.points.find(({ id }) => id === cell.point)!;
  const ofSheet = result.costs.some(({ name }) => name === validation.of);
  const axes = Object.entries(point.axes).filter(([path]) => !(ofSheet && path === "costs"));
  const name = settingsName(axes) || point.notify;
  if (cell.over === null) return name;
  const other = result.points.find(({ id }) => id === cell.over)!;
  return `${name} over ${settingsName(Object.entries(other.axes).filter(([path, value]) => point.axes[path] !== value))}`;
}

/** Half of a cell's interval, in its unit. */
export function halfWidthOf({ unit }: ValidatedCell, { low, high }: { low: number; high: number }): string {
  const half = (high - low) / 2;
  return unit === "times" ? digits(half) : shownIn({ unit }, half);
}

/** A value in a cell's unit; a dash for null. */
export function shownIn({ unit }: Pick<ValidatedCell, "unit">, value: number | null): string {
  if (value === null) return "–";
  if (unit === "times") return `× ${digits(value)}`;
  if (unit === "/s") return formatPerSecond(value);
  return unit === "a doorbell" ? `${digits(value)} a doorbell` : formatTime(value, unit);
}

/** The simulated figure as a change of the published one. */
export const errorOf = ({ error }: ValidatedCell) => (error === null ? "–" : formatChange(1 + error));
const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
