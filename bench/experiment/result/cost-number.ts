/** The numbers of a cost sheet in a result. */

import type { Flag, Kind } from "./provenance.ts";

/** The range that a number is varied over, in the sheet's time unit. */
export interface CostRange {
  readonly low: number;
  readonly high: number;
  readonly basis: "stated" | "assumed";
}

/** One number of a sheet with its origin, in the sheet's time unit. */
export interface CostNumber {
  readonly name: string;
  readonly value: number;
  readonly kind: Kind;
  readonly flags: readonly Flag[];
  readonly source: string;
  /** Null for a figure that is not a price. */
  readonly range: CostRange | null;
}

/** A published round trip of one path. */
export interface CostCell extends CostNumber {
  readonly space: "mmio" | "pio";
  readonly notify: "qemu" | "iofd";
  readonly match: "wildcard" | "datamatch";
  readonly role: "fitted" | "held-out";
}
