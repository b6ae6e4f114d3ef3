/** The shape of the published figures that a scenario holds its points against. */

import { z } from "zod";
import { oneOf, scalar } from "../input/fields.ts";
import { statistics } from "../result/metrics.ts";
import { flags, kinds } from "../result/provenance.ts";
import { type ValidatedMetric, validatedMetrics } from "../result/validation.ts";

const metrics = Object.keys(validatedMetrics) as ValidatedMetric[];

const figure = z.union([z.string(), z.number()]);
const setting = z.record(z.string(), scalar);

const cell = z.strictObject({
  at: setting.default({}).describe("Swept settings with their values: they select one point."),
  metric: oneOf(metrics).default("rtt").describe("The quantity that was published."),
  statistic: oneOf(statistics).default("mean").describe("Which statistic of the metric it is."),
  over: setting
    .optional()
    .describe(
      "Makes the figure a ratio: this point over the point with these settings instead, such as `{ notify: qemu }`.",
    ),
  published: z
    .union([figure, z.strictObject({ from: figure, to: figure })], { error: "expected the published figure" })
    .describe(
      "A duration, a rate, or a number a doorbell. With `over`: a factor (`x 1.17`), a change (`+17%`), or both sides (`{ from: 35k/s, to: 41k/s }`).",
    ),
  role: oneOf(["fitted", "held-out"]).describe("`fitted`: a price was derived from this figure. `held-out`: none was."),
  kind: oneOf(kinds).default("published").describe("Origin of the figure, as in cost sheets."),
  flags: z.array(oneOf(flags)).default([]).describe("Reservations about it, as in cost sheets."),
  source: z.string({ error: "every published figure names its source" }).min(1).describe("Where it was published."),
});

export const validationSchema = z
  .strictObject({
    parameters: z
      .array(z.string().min(1))
      .default([])
      .describe("Names of the parameters that were fitted to the cells."),
    cells: z
      .array(cell)
      .min(1, { error: "a validation without cells validates nothing" })
      .describe("The published figures, one each."),
  })
  .describe("Published figures to compare points with. Left out: only those of the cost sheets.");
export type AskedValidation = z.output<typeof validationSchema>;
export type AskedCell = AskedValidation["cells"][number];
