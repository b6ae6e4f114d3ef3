import type { Spec } from "../charts/theme.ts";

/** A chart with what it shows, in words. */
export interface Figure {
  readonly caption: string;
  readonly spec: Spec;
}
