/**
 * The shape of `result.json`. A result file may have been edited or cut short, so it is checked before it is used. A key
 * that the format does not have is refused. All numbers are finite, and all divisors of a report are above 0.
 */

import { z } from "zod";
import { kernels, notifies, stages } from "../../../sim/spec.ts";
import { measures } from "./measures.ts";
import { metrics, statistics } from "./metrics.ts";
import { flags, kinds } from "./provenance.ts";
import { type Result, resultFormat } from "./result.ts";
import { headlineMetrics } from "./sensitivity.ts";
import { type ValidatedMetric, validatedMetrics } from "./validation.ts";

const text = z.string();
const number = z.number();
const count = z.int().nonnegative();
const positive = z.number().positive();
const timeUnit = z.enum(["ns", "cycles"]);
const space = z.enum(["mmio", "pio"]);
const role = z.enum(["fitted", "held-out"]);
const basis = z.enum(["stated", "assumed"]);
const setting = z.union([text, number]);

const estimate = z.strictObject({
  value: number,
  low: number,
  high: number,
  n: count,
  sampling: z.enum(["replications", "none"]),
});

const origin = { kind: z.enum(kinds), flags: z.array(z.enum(flags)) };

const costNumber = z.strictObject({
  name: text,
  value: number,
  ...origin,
  source: text,
  range: z.strictObject({ low: number, high: number, basis }).nullable(),
});

const costCell = costNumber.extend({
  value: positive,
  space,
  notify: z.enum(["qemu", "iofd"]),
  match: z.enum(["wildcard", "datamatch"]),
  role,
});

const station = z.strictObject({ utilisation: number, capacity: estimate, backlogGrowth: number });

const pointMetrics = z.record(z.enum(metrics), z.record(z.enum(statistics), estimate).nullable());

const point = z.strictObject({
  id: text,
  axes: z.record(text, setting),
  numbers: z.record(text, number),
  kernel: z.enum(kernels),
  notify: z.enum(notifies),
  space,
  costs: text,
  timeUnit,
  replications: count,
  requests: count,
  warmup: count,
  fitStatus: z.enum(["fitted", "predicted", "modelled"]),
  reference: costCell.nullable(),
  metrics: pointMetrics,
  monopolised: z.boolean(),
  notifyKnown: z.boolean(),
  stages: z.partialRecord(z.enum(stages), number),
  comparisons: z.strictObject({ mean: number, max: number }),
  offered: number.nullable(),
  throughput: estimate.nullable(),
  vcpu: station.nullable(),
  backend: station.nullable(),
  userspaceExits: number,
  wakeups: estimate,
  wakeUp: z.strictObject({ leaving: number, switching: number, reading: number }).nullable(),
  cpus: z.array(number).nullable(),
  measures: z.partialRecord(z.enum(measures), estimate.nullable()),
  cpu: estimate,
  doorbells: count,
  events: count,
  fingerprint: text,
});

const comparison = z.strictObject({ ratio: estimate, difference: estimate });

const pointComparison = z.strictObject({
  point: text,
  baseline: text,
  metrics: z.partialRecord(z.enum(["rtt", "response", "notify", "completion", "cpu"]), comparison),
});

const sheetRecord = z.strictObject({
  file: text,
  name: text,
  hardware: text,
  mitigations: text,
  timeUnit,
  numbers: z.array(costNumber),
  cells: z.array(costCell),
});

const traceRecord = z.strictObject({
  file: text,
  events: count,
  seconds: number,
  userspaceExits: z.record(text, count),
  doorbells: count,
  doorbellSeconds: number,
  mostWritten: z.array(z.strictObject({ space: text, address: text, len: count, writes: count })),
});

const headline = z.strictObject({
  point: text,
  baseline: text.nullable(),
  metric: z.enum(headlineMetrics),
  value: number,
  low: number,
  high: number,
  unsteady: count,
  swings: z.array(
    z.strictObject({
      sheet: text,
      number: text,
      ...origin,
      basis,
      low: number.nullable(),
      high: number.nullable(),
    }),
  ),
});

const validatedMetric = z.enum(Object.keys(validatedMetrics) as [ValidatedMetric, ...ValidatedMetric[]]);

const validatedCell = z.strictObject({
  ...origin,
  source: text,
  point: text,
  over: text.nullable(),
  metric: validatedMetric,
  statistic: z.enum(statistics),
  published: number,
  role,
  unit: z.enum(["ns", "cycles", "/s", "a doorbell", "times"]),
  simulated: number.nullable(),
  interval: z.strictObject({ low: number, high: number }).nullable(),
  error: number.nullable(),
});

const warning = z.strictObject({
  kind: z.enum([
    "borrowed-costs",
    "instants-unknown",
    "search-unpriced",
    "limit-lifted",
    "saturated",
    "near-saturation",
    "no-steady-state",
    "drift",
    "few-bursts",
    "monopolised-vcpu",
    "trace-incomplete",
    "open-loop-replay",
    "lone-ring",
    "idle-unpriced",
    "ring-unpriced",
    "ring-full",
    "batch-cut",
    "ideal-lock",
    "lock-convoy",
    "fast-mmio-off",
  ]),
  message: text,
  points: z.array(text),
});

const scenario = z.strictObject({ file: text, text });
const files = z.record(
  text,
  z
    .strictObject({ encoding: z.enum(["utf8", "base64"]), content: text })
    .refine(({ encoding, content }) => encoding === "utf8" || z.base64().safeParse(content).success, {
      error: "the content is not base64",
    }),
);

/** The parts of a result that it runs again from. Earlier formats have them as well. */
export const rerunSchema = z.object({ format: z.string().regex(/^iofd-result\/\d+$/), scenario, files });
export type Rerun = z.output<typeof rerunSchema>;

const shape = z.strictObject({
  format: z.literal(resultFormat),
  iofd: text,
  name: text,
  question: text,
  scenario,
  files,
  axes: z.record(text, z.array(setting)),
  seed: number,
  costs: z.array(sheetRecord),
  trace: traceRecord.nullable(),
  selfCheck: z.strictObject({ what: text, simulated: estimate, theory: number, passed: z.boolean() }),
  points: z.array(point).min(1, "a result has at least one point"),
  comparisons: z.array(pointComparison),
  sensitivity: z.strictObject({ samples: count, requests: count, headlines: z.array(headline) }).nullable(),
  validations: z.array(z.strictObject({ of: text, parameters: z.array(text), cells: z.array(validatedCell) })),
  warnings: z.array(warning),
});

/** A whole result. Every point that is referred to is there, and has a value on every axis. */
export const resultSchema = shape.superRefine((result, context) => {
  for (const { path, message } of brokenReferences(result)) context.addIssue({ code: "custom", path, message });
});

interface BrokenReference {
  readonly path: (string | number)[];
  readonly message: string;
}

function brokenReferences(result: Result): BrokenReference[] {
  const ids = new Set(result.points.map(({ id }) => id));
  return [
    ...missingAxes(result),
    ...pointReferences(result)
      .filter(({ id }) => id !== null && !ids.has(id))
      .map(({ id, path }) => ({ path, message: `no point has the id ${JSON.stringify(id)}` })),
  ];
}

function missingAxes({ axes: all, points }: Result): BrokenReference[] {
  return points.flatMap(({ axes }, i) =>
    Object.keys(all)
      .filter((axis) => !Object.hasOwn(axes, axis))
      .map((axis) => ({ path: ["points", i, "axes"], message: `no value for the axis ${JSON.stringify(axis)}` })),
  );
}

interface PointReference {
  readonly id: string | null;
  readonly path: (string | number)[];
}

/** Every place that names a point by its id. */
function pointReferences({ comparisons, sensitivity, validations }: Result): PointReference[] {
  const pair = (place: (string | number)[], ids: Record<string, string | null>) =>
    Object.entries(ids).map(([key, id]) => ({ id, path: [...place, key] }));
  return [
    ...comparisons.flatMap(({ point, baseline }, i) => pair(["comparisons", i], { point, baseline })),
    ...(sensitivity?.headlines ?? []).flatMap(({ point, baseline }, i) =>
      pair(["sensitivity", "headlines", i], { point, baseline }),
    ),
    ...validations.flatMap(({ cells }, i) =>
      cells.flatMap(({ point, over }, j) => pair(["validations", i, "cells", j], { point, over })),
    ),
  ];
}
