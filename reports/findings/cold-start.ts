import type { Measurement } from "../../bench/experiment/result/measurement.ts";
import { digits } from "./format.ts";

/** The CPU time of a whole process that simulates, as a sentence; empty where it was not measured. */
export function coldStartText({ coldStart }: Measurement): string {
  if (!coldStart) return "";
  const { customers, beyond, node } = coldStart;
  return `A new node process that simulates ${digits(customers)} customers of M/M/1 uses ${digits(beyond)} s of CPU on top of node’s own start, which uses ${digits(node)} s.`;
}
