/** The shape of a cost sheet file. */

import { z } from "zod";
import { type PricedStage, stages, stepCosts, threadCosts, unpricedStages } from "../../../sim/spec.ts";
import { clock, duration, oneOf, percent, whole } from "../input/fields.ts";
import { flags, kinds } from "../result/provenance.ts";

const origin = {
  kind: oneOf(kinds),
  flags: z.array(oneOf(flags)).default([]),
  source: z.string({ error: "every number names its source" }).min(1),
};

const uncertain = {
  ...origin,
  range: z
    .tuple([duration, duration], { error: "expected [low, high], such as [200ns, 550ns]" })
    .optional()
    .describe("The lowest and highest value it may have. Default: assumed by kind."),
  spread: percent.optional().describe("The same as a share of the value: 20% is from 0.8 to 1.2 of it."),
};

/** Distributions that need a coefficient of variation. */
const spreadOut = ["lognormal", "hyperexponential"];

const number = z
  .strictObject({
    value: duration,
    ...uncertain,
    distribution: oneOf(["constant", "exponential", "lognormal", "hyperexponential"]).default("constant"),
    cv: z
      .number()
      .positive()
      .max(10)
      .optional()
      .describe("Standard deviation over mean, for lognormal and hyperexponential."),
  })
  .refine(({ distribution, cv }) => spreadOut.includes(distribution) === (cv !== undefined), {
    error: "distribution: lognormal or hyperexponential, and cv (its standard deviation over its mean), go together",
  })
  .refine(({ distribution, cv }) => distribution !== "hyperexponential" || cv === undefined || cv > 1, {
    error: "a hyperexponential has a cv above 1",
  });
export type SheetNumber = z.output<typeof number>;

/** Two shapes, so that an object without any space is refused, and a fault in a number is placed at the number. */
const perSpace = [z.strictObject({ pio: number, mmio: number.optional() }), z.strictObject({ mmio: number })] as const;
const priced = stages.filter((stage) => !(unpricedStages as readonly string[]).includes(stage)) as PricedStage[];

const stagePrices = z.partialRecord(z.enum(priced), z.union([number, ...perSpace]));
const threadPrices = z.partialRecord(z.enum(threadCosts), number);
const stepPrices = z.partialRecord(z.enum(stepCosts), number);

const cell = {
  space: oneOf(["mmio", "pio"]),
  notify: oneOf(["qemu", "iofd"]),
  match: oneOf(["wildcard", "datamatch"]).default("wildcard"),
  value: duration,
};

/** A cost sheet: prices of the parts, or published totals from which the parts follow. */
export const costSheetSchema = z.strictObject({
  name: z.string().min(1),
  hardware: z.string().min(1).describe('What was measured; "not stated" is an answer.'),
  mitigations: z.string().min(1).describe("Which CPU mitigations were active; they sit in the hop."),
  clock: clock.optional().describe("Turns cycles into time. Without one, a sheet in cycles is reported in cycles."),
  stages: stagePrices.default({}),
  thread: threadPrices.default({}),
  steps: stepPrices.default({}),
  idle: z
    .array(
      z.strictObject({
        state: z.string(),
        residency: duration.describe("How long a CPU must be idle to be in this state."),
        "exit-latency": duration,
        ...uncertain,
        "residency-range": uncertain.range.describe("The range of `residency`, as `range` is that of `exit-latency`."),
      }),
    )
    .default([]),
  totals: z
    .array(
      z.strictObject({
        ...cell,
        ...uncertain,
        devices: whole(0, 10_000).describe("Devices that the search inside went through."),
      }),
    )
    .default([])
    .describe("Whole round trips. Each given cell is reproduced; the others are predicted."),
  references: z
    .array(z.strictObject({ ...cell, ...origin, role: oneOf(["fitted", "held-out"]) }))
    .default([])
    .describe("Published round trips to show beside the model's, and whether a price was derived from them."),
});
export type CostSheetFile = z.output<typeof costSheetSchema>;

/** The JSON Schema that editors complete and check cost sheets with. */
export function costSheetJsonSchema(): object {
  return z.toJSONSchema(costSheetSchema, { target: "draft-7", io: "input", unrepresentable: "any" });
}
