/**
 * Derives stage prices from published round trips. The differences between round trips become prices, and the rest is an
 * explicit residual. Given cells are reproduced exactly (a fit); missing cells are predicted.
 */

import type { Space } from "../../../sim/index.ts";
import { type CostSheet, type Match, type Notify, type Price, quantize } from "../../../sim/spec.ts";

/** One published round trip, and the number of devices that the bus search in it passed. */
export interface TotalCell {
  readonly space: Space;
  readonly notify: Exclude<Notify, "coalesced">;
  readonly match: Exclude<Match, "zero-length">;
  readonly value: number;
  readonly devices: number;
}

/**
 * The stage prices that reproduce every given cell, where the search of each device costs `stepCost`. Additive: a path
 * without a cell of its own pays the hop or the decoding of the other space.
 */
export function pricesFromTotals(cells: readonly TotalCell[], stepCost: number): CostSheet["stages"] {
  const net = (space: Space, notify: TotalCell["notify"], match: Match = "wildcard"): number | undefined => {
    const cell = cells.find((c) => c.space === space && c.notify === notify && c.match === match);
    return cell && quantize(cell.value) - cell.devices * stepCost;
  };
  const pio = net("pio", "iofd");
  if (pio === undefined) throw new Error("totals need at least the cell { space: pio, notify: iofd, match: wildcard }");
  const mmio = net("mmio", "iofd") ?? pio;
  const hop = { pio: difference(net("pio", "qemu"), pio), mmio: difference(net("mmio", "qemu"), mmio) };
  return {
    residual: both(pio),
    decode: { mmio: constant(mmio - pio) },
    hop: perSpace({ pio: hop.pio ?? hop.mmio, mmio: hop.mmio ?? hop.pio }),
    datamatch: perSpace({
      pio: difference(net("pio", "iofd", "datamatch"), pio),
      mmio: difference(net("mmio", "iofd", "datamatch"), mmio),
    }),
  };
}

const constant = (mean: number): Price => ({ kind: "constant", mean });
const both = (mean: number) => ({ pio: constant(mean), mmio: constant(mean) });
const difference = (a: number | undefined, b: number) => (a === undefined ? undefined : a - b);

function perSpace(values: { [space in Space]: number | undefined }): { [space in Space]?: Price } {
  return {
    ...(values.pio !== undefined && { pio: constant(values.pio) }),
    ...(values.mmio !== undefined && { mmio: constant(values.mmio) }),
  };
}
