/** The shape of a scenario file: one source for its types, its checks, its JSON Schema and the guide's tables of keys. */

import { z } from "zod";
import { kernels, lockKinds, notifies } from "../../../sim/spec.ts";
import { oneOf, scalar, whole } from "../input/fields.ts";
import { backendSchema, hostSchema, regionsSchema, returnSchema, virtqueueSchema } from "./device-schema.ts";
import { validationSchema } from "./published-schema.ts";
import { guestSchema } from "./workload-schema.ts";

const run = z
  .strictObject({
    warmup: z
      .union([z.literal("auto"), whole(0, 10_000_000)], { error: 'expected "auto" or a number of requests' })
      .default("auto")
      .describe("Requests left out at the start. `auto`: MSER-5 decides on a pilot replication."),
    requests: whole(10, 10_000_000)
      .default(20_000)
      .describe("Requests counted in each replication after the warm-up, all vcpus together."),
    replications: whole(2, 1000)
      .default(10)
      .describe("Replications of each point. A point that draws no random number runs once."),
    seed: whole(0, 2 ** 31 - 1)
      .default(1)
      .describe("Seed of all random numbers."),
  })
  .prefault({})
  .describe("Length and number of the runs.");

/** A scenario without its sweep: one setting of everything. */
export const settingsSchema = z.strictObject({
  kernel: oneOf(kernels)
    .default("upstream")
    .describe(
      "The kernel whose io-bus and iofd run. `v7`: the patch of 2009 as posted. `2.6.32`: the first kernel that had it, as ioeventfd. `upstream`: Linux 6.18. `ideal`: one without quirks.",
    ),
  "device-limit": oneOf(["kernel", "lifted"])
    .default("kernel")
    .describe("`lifted` allows more devices than the kernels of 2009 take, to ask what their search would cost."),
  costs: z
    .string()
    .min(1)
    .describe("A cost sheet: a file relative to the scenario's, or a shipped one such as `costs/zen4-2024.yaml`."),
  guest: guestSchema,
  notify: oneOf(notifies)
    .default("iofd")
    .describe(
      "How a doorbell reaches the device. `qemu`: by a heavyweight exit to the VMM. `iofd`: by a signal in the kernel. `coalesced`: by an entry in KVM's coalesced ring, which the VMM empties when the ring is full.",
    ),
  backend: backendSchema,
  host: hostSchema,
  "big-lock": oneOf(lockKinds)
    .default("fair")
    .describe(
      "How the VMM's big lock changes hands. `fair`: at once to the thread that waited longest. That is free where threads have CPUs of their own; on shared CPUs the new owner holds the lock while it waits for a CPU, so threads convoy. `futex`: as in qemu, a sleeper must be woken, and a thread that runs may take the lock first.",
    ),
  return: returnSchema,
  virtqueue: virtqueueSchema.optional(),
  regions: regionsSchema,
  run,
});
export type Settings = z.output<typeof settingsSchema>;

/** The guest-physical address, or the port, of the first doorbell. */
export function addressOf({ guest }: Settings): bigint {
  return guest.space === "pio" ? BigInt(guest.port) : guest.gpa;
}

/** The values of an axis, one by one. */
export const listSchema = z
  .array(scalar, { error: "expected a list" })
  .min(1, { error: "an empty list leaves nothing to run" });

/** The values of an axis as a range. */
export const rangeSchema = z.strictObject({
  from: scalar,
  to: scalar,
  steps: whole(2, 10_000).optional().describe("Number of values. Required for scale linear and log."),
  scale: oneOf(["linear", "log", "log2"]).default("linear"),
});

/** An axis: a list of values, or a range. Rates, durations and fractions of a range keep three significant digits. */
export const axisSchema = z.union([listSchema, rangeSchema], {
  error: "expected a list of values, or a range such as { from: 1, to: 1000, steps: 7, scale: log }",
});
export type Axis = z.output<typeof axisSchema>;

const sensitivity = z
  .strictObject({
    at: z
      .record(z.string(), scalar)
      .default({})
      .describe("Swept settings with their values: only points with these values run again."),
    samples: whole(10, 1000).default(100).describe("Cost sheets with all numbers varied together."),
    requests: whole(10, 1_000_000).default(2000).describe("Requests counted under each varied sheet."),
  })
  .describe(
    "Runs the compared points again with the cost sheet's numbers varied over their ranges: one by one, then all together. Left out: no such runs.",
  );
export type AskedSensitivity = z.output<typeof sensitivity>;

/** A scenario file. */
export const scenarioSchema = z.strictObject({
  name: z
    .string({ error: "expected a name" })
    .regex(/^[a-z0-9][a-z0-9-]*$/, { error: "a name is lower-case letters, digits and dashes" })
    .max(100, { error: "a name has at most 100 letters: it names a folder" })
    .describe("Lower-case letters, digits and dashes. It names the folder of the result."),
  question: z
    .string({ error: "expected the question this scenario answers, in words" })
    .min(1)
    .describe("The question that the scenario answers. It heads the report."),
  ...settingsSchema.shape,
  matrix: z
    .record(z.string(), axisSchema)
    .default({})
    .describe(
      "Settings to sweep, by path, such as `guest.workload.rate`. Every combination is a point. An axis is a list, or a range: `{ from, to, steps, scale: linear }`, `{ from, to, steps, scale: log }` or `{ from, to, scale: log2 }`. Rates, durations and fractions of a range keep three digits.",
    ),
  baseline: z
    .record(z.string(), scalar)
    .optional()
    .describe(
      "Swept settings with their values, such as `{ notify: qemu }`. Each point is compared, replication by replication, with the point that differs only in these. Left out: no comparison.",
    ),
  sensitivity: sensitivity.optional(),
  validation: validationSchema.optional(),
});

/** The JSON Schema that editors complete and check scenario files with. */
export function scenarioJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(scenarioSchema, { target: "draft-7", io: "input", unrepresentable: "any" });
}
