/**
 * The shape of `measurement.json`. A key that the format does not have is refused. All numbers are finite, and all
 * divisors of a report are above 0.
 */

import { z } from "zod";
import { measurementFormat } from "./measurement.ts";

const text = z.string();
const number = z.number();
const count = z.int().nonnegative();
const positive = z.number().positive();

const microRow = z.strictObject({
  suite: text,
  name: text,
  size: number,
  median: number,
  low: number,
  high: number,
  samples: count,
  comparisons: number.exactOptional(),
});

const nativeRow = z.strictObject({
  suite: text,
  name: text,
  size: number,
  compiler: text,
  ours: number,
  native: number.nullable(),
  ratio: number.nullable(),
});

const queueRow = z.strictObject({ increments: text, size: number, ours: number, heap: number, ratio: number });

const modelRow = z.strictObject({
  path: text,
  origin: text,
  doorbells: number,
  doorbell: positive,
  events: number,
  hold: positive,
  share: number,
});

const peerRow = z.strictObject({
  workload: text,
  size: number,
  unit: text,
  engine: text,
  version: text,
  style: text,
  operations: number,
  rate: number,
  low: number,
  high: number,
  ratio: number,
});

/** A whole measurement. */
export const measurementSchema = z.strictObject({
  format: z.literal(measurementFormat),
  iofd: text,
  date: text,
  machine: z.strictObject({ cpu: text, cores: count, os: text, node: text, v8: text.exactOptional() }),
  workers: count,
  runs: z.array(z.strictObject({ name: text, seconds: positive, events: number })),
  micro: z.array(microRow),
  native: z.array(nativeRow),
  queue: z.array(queueRow).exactOptional(),
  model: z.array(modelRow).exactOptional(),
  coldStart: z.strictObject({ customers: number, node: number, beyond: number }).nullable(),
  startUp: z
    .strictObject({
      node: number,
      commands: z.array(z.strictObject({ command: text, cpu: number, ratio: number })),
    })
    .exactOptional(),
  allocation: z.array(z.strictObject({ name: text, bytes: number })),
  peers: z.strictObject({ rounds: count, rows: z.array(peerRow) }).exactOptional(),
  absent: z.array(text),
});
