import type { Doorbell, Zone } from "./generators.ts";
import type { Flavour } from "./system-under-test.ts";

/** The system's flavour and the doorbells and zones that the operations of one script share. */
export interface ScriptContext {
  readonly flavour: Flavour;
  readonly doorbells: readonly Doorbell[];
  readonly zones: readonly Zone[];
}
