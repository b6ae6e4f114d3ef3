/** Scales and axis labels of line charts. */

interface Scale {
  readonly log: boolean;
}

/** A log scale leaves a small margin around its data; a linear one starts at zero. */
export function scaleOf({ log }: Scale, values: readonly number[]) {
  if (!log) return { type: "linear" as const, zero: true };
  return { type: "log" as const, nice: false, domain: [0.9 * Math.min(...values), 1.1 * Math.max(...values)] };
}

/** Each of few values is labelled; many get round numbers. */
export function xAxisOf(scale: Scale, xs: readonly number[]) {
  const values = [...new Set(xs)].sort((a, b) => a - b);
  return values.length <= 8 ? { values, labelExpr: label } : axisOf(scale, values);
}

/** The more decades a log axis spans, the fewer of its numbers are labelled. */
export function axisOf({ log }: Scale, values: readonly number[]) {
  if (!log) return { labelExpr: label };
  const decades = Math.log10(Math.max(...values) / Math.min(...values));
  const leading = decades > 2.5 ? "1" : decades > 1.2 ? "125" : "123456789";
  return { labelExpr: `indexof("${leading}", slice(format(datum.value, ".0e"), 0, 1)) < 0 ? "" : ${label}` };
}

/** A vega expression: 20k for 20,000, but 0.5 and not 500m, because the title states the unit. */
const label = 'format(datum.value, datum.value < 1 ? "~g" : "~s")';
