import type { Spec } from "../charts/theme.ts";

/** A chart and its caption. */
export interface Figure {
  readonly caption: string;
  readonly spec: Spec;
}
