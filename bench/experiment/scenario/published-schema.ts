/** The shape of the published figures that a scenario holds its points against. */

import { z } from "zod";
import { oneOf, scalar } from "../input/fields.ts";
import { statistics } from "../result/metrics.ts";
import { flags, kinds } from "../result/provenance.ts";
import { type ValidatedMetric, validatedMetrics } from "../result/validation.ts";

const metrics = Object.keys(validatedMetrics) as ValidatedMetric[];

const figure = z.union([z.string(), z.number()]);

const cell = z.strictObject({
  at: z.record(z.string(), scalar).default({}).describe("Which point: values of the swept settings."),
  metric: oneOf(metrics).default("rtt"),
  statistic: oneOf(statistics).default("mean"),
  over: z
    .record(z.string(), scalar)
    .optional()
    .describe("Makes the figure a ratio: of this point's to that of the point with these settings instead."),
  published: z
    .union([figure, z.strictObject({ from: figure, to: figure })], { error: "expected the published figure" })
    .describe(
      "A duration, a rate, or a number a doorbell. With `over`: a factor, a change, or `from` there `to` here.",
    ),
  role: oneOf(["fitted", "held-out"]).describe("Whether a price was made from this figure."),
  kind: oneOf(kinds).default("published"),
  flags: z.array(oneOf(flags)).default([]),
  source: z.string({ error: "every published figure names its source" }).min(1),
});

export const validationSchema = z
  .strictObject({
    parameters: z.array(z.string().min(1)).default([]).describe("What was fitted to these cells, by name."),
    cells: z.array(cell).min(1, { error: "a validation without cells validates nothing" }),
  })
  .describe("Published figures to hold points against.");
export type AskedValidation = z.output<typeof validationSchema>;
export type AskedCell = AskedValidation["cells"][number];
