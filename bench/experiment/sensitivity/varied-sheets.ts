/** Varies the numbers of a cost sheet within their ranges: one at a time, and all together. */

import { type CostSheet, type IdleState, type Price, RandomStreams } from "../../../sim/index.ts";
import type { LoadedSheet } from "../costs/load-sheet.ts";
import { type OtherValues, pricedSheet } from "../costs/price-sheet.ts";
import type { CostNumber } from "../result/cost-number.ts";

/** A number of the sheet, and the sheets in which it alone is at its lowest and at its highest. */
export interface Moved {
  readonly number: CostNumber;
  readonly low: CostSheet;
  readonly high: CostSheet;
}

/** Every variant of one sheet. */
export interface VariedSheets {
  readonly own: CostSheet;
  readonly moved: readonly Moved[];
  /** All numbers at once: a Latin hypercube over their ranges. */
  readonly sampled: readonly CostSheet[];
}

/** Varies a sheet. Draws are keyed by the number's name, so a sheet has the same samples in every scenario of a seed. */
export function varySheet(loaded: LoadedSheet, { samples, seed }: { samples: number; seed: number }): VariedSheets {
  const numbers = [...loaded.numbers, ...loaded.cells].filter(({ range }) => range !== null && range.low < range.high);
  const streams = new RandomStreams({ seed, replication: 0 });
  const columns = numbers.map((number): [string, number[]] => [number.name, valuesOf(number, samples, streams)]);
  const one = (number: CostNumber, value: number) => sheetWith(loaded, new Map([[number.name, value]]));
  return {
    own: loaded.sheet,
    moved: numbers.map((number) => {
      return { number, low: one(number, number.range!.low), high: one(number, number.range!.high) };
    }),
    sampled: Array.from({ length: samples }, (_, k) =>
      sheetWith(loaded, new Map(columns.map(([name, values]) => [name, values[k]!]))),
    ),
  };
}

/** One value in each of `count` equally likely slices of the range, in random order. */
function valuesOf(number: CostNumber, count: number, streams: RandomStreams): number[] {
  const stream = streams.stream(`cost sheet ${number.name}`);
  const shares = Array.from({ length: count }, (_, k) => (k + stream.uniform()) / count);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(stream.uniform() * (i + 1));
    [shares[i], shares[j]] = [shares[j]!, shares[i]!];
  }
  return shares.map((share) => valueAt(number, share));
}

/** Half of the draws fall below the sheet's value and half above, evenly. A bound leaves one side. */
function valueAt({ value, range }: CostNumber, share: number): number {
  const { low, high } = range!;
  if (value === low || value === high) return low + share * (high - low);
  return share < 0.5 ? low + 2 * share * (value - low) : value + (2 * share - 1) * (high - value);
}

/**
 * The sheet with other values. Where drawn totals have a negative difference, that stage is free. Where a deeper idle state
 * would be entered before a shallower one, both are entered together.
 */
function sheetWith(loaded: LoadedSheet, others: OtherValues): CostSheet {
  const sheet = pricedSheet(loaded.file, others);
  const stages = Object.entries(sheet.stages).map(([stage, prices]) => [stage, floored(prices)]);
  return { ...sheet, stages: Object.fromEntries(stages), idle: inOrder(sheet.idle) };
}

function inOrder(states: readonly IdleState[]): IdleState[] {
  let reached = 0;
  return states.map((state) => {
    reached = Math.max(reached, state.residency);
    return { ...state, residency: reached };
  });
}

function floored(prices: { [space: string]: Price | undefined }): { [space: string]: Price } {
  const given = Object.entries(prices).filter((entry): entry is [string, Price] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([space, price]) => [space, { ...price, mean: Math.max(0, price.mean) }]));
}
