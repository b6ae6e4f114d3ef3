import type { Flavour } from "./machine.ts";
import type { Doorbell, Zone } from "./palette.ts";

/** What the operations of one script play with. */
export interface Cast {
  readonly flavour: Flavour;
  readonly doorbells: readonly Doorbell[];
  readonly zones: readonly Zone[];
}
