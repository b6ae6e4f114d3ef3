import { type Distribution, invalid, random } from "./distribution.ts";

/** A value and its weight, relative to the others. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/**
 * One of the given values, with a probability in proportion to its weight. Sampling takes constant time, by the alias
 * method (A. J. Walker, 1977; tables by M. D. Vose, IEEE Trans. Software Engineering 17(9), 1991). It takes one draw:
 * the integer part chooses a column, the fraction decides between its two values.
 */
export function discrete(values: readonly Weighted[]): Distribution {
  if (values.length === 0) throw invalid("discrete", "a value", "none");
  for (const { value, weight } of values) {
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) throw invalid("discrete", "weights >= 0", weight);
    if (!Number.isFinite(value)) throw invalid("discrete", "finite values", value);
  }
  const total = values.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) throw invalid("discrete", "a weight above 0", total);
  const mean = values.reduce((sum, { value, weight }) => sum + value * (weight / total), 0);
  const { share, alias } = aliasTable(values.map(({ weight }) => (weight / total) * values.length));
  return random(mean, (stream) => {
    const position = stream.uniform() * values.length;
    const column = Math.floor(position);
    return values[position - column < share[column]! ? column : alias[column]!]!.value;
  });
}

/** Each column keeps a share for its own value and gives the rest to one alias. The mean of `expected` must be 1. */
function aliasTable(expected: readonly number[]): { share: Float64Array; alias: Int32Array } {
  const left = Float64Array.from(expected);
  const share = new Float64Array(left.length).fill(1);
  const alias = Int32Array.from(left, (_, column) => column);
  const small: number[] = [];
  const large: number[] = [];
  left.forEach((value, column) => {
    (value < 1 ? small : large).push(column);
  });
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop()!;
    const rich = large.at(-1)!;
    share[poor] = left[poor]!;
    alias[poor] = rich;
    left[rich] = left[rich]! + left[poor]! - 1;
    if (left[rich]! < 1) small.push(large.pop()!);
  }
  return { share, alias };
}

/**
 * One of the observations, all equally likely. With `between: "linear"`, it also samples values between neighbours, by
 * the inverse of the piecewise linear distribution function through the sorted observations.
 */
export function empirical(observations: readonly number[], between: "nothing" | "linear" = "nothing"): Distribution {
  const sorted = Float64Array.from(observations).sort();
  if (sorted.length === 0 || !sorted.every(Number.isFinite))
    throw invalid("empirical", "finite observations", observations);
  const count = sorted.length;
  const sum = sorted.reduce((total, x) => total + x, 0);
  if (between === "nothing") return random(sum / count, (stream) => sorted[Math.floor(stream.uniform() * count)]!);
  if (count === 1) throw invalid("empirical", "two observations to go between", count);
  return random((sum - (sorted[0]! + sorted[count - 1]!) / 2) / (count - 1), (stream) => {
    const position = stream.uniform() * (count - 1);
    const below = Math.floor(position);
    return sorted[below]! + (position - below) * (sorted[below + 1]! - sorted[below]!);
  });
}
