/** What a run counts beside the latencies: one number a replication, made into an estimate for the point. */

/** The names of these numbers, in the order in which a report shows them. */
export const measures = [
  "kicks per request",
  "requests per wake-up",
  "requests per handler run",
  "came during an exit",
  "interrupts per request",
  "halts per request",
  "fast MMIO per request",
  "vcpu halted",
  "lock wait per request",
  "polling per request",
  "backend busy",
  "switches per request",
  "full rings per request",
  "ring wait per request",
] as const;
export type Measure = (typeof measures)[number];

/** What a measure is in; a report writes it accordingly. */
export const measureUnits: Readonly<Record<Measure, "number" | "time">> = {
  "kicks per request": "number",
  "requests per wake-up": "number",
  "requests per handler run": "number",
  "came during an exit": "number",
  "interrupts per request": "number",
  "halts per request": "number",
  "fast MMIO per request": "number",
  "vcpu halted": "number",
  "lock wait per request": "time",
  "polling per request": "time",
  "backend busy": "number",
  "switches per request": "number",
  "full rings per request": "number",
  "ring wait per request": "time",
};
