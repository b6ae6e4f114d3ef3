import type { Doorbell, Zone } from "./generators.ts";
import type { Flavour } from "./system-under-test.ts";

/** What the operations of one script play with. */
export interface ScriptContext {
  readonly flavour: Flavour;
  readonly doorbells: readonly Doorbell[];
  readonly zones: readonly Zone[];
}
