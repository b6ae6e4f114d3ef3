/** The shape of a scenario file: one source for its types, its checks and its JSON Schema. */

import { z } from "zod";
import {
  backendKinds,
  completionDoorbells,
  doorbellChoices,
  handlerKinds,
  kernels,
  lockKinds,
  matches,
  notifies,
  suppressions,
  triggers,
} from "../../../sim/index.ts";
import { address, duration, notAmong, oneOf, rate, scalar, whole } from "../input/fields.ts";
import { validationSchema } from "./published-schema.ts";

const randomDuration = z.union(
  [
    duration.transform((mean) => ({ mean, distribution: "constant" as const })),
    z.strictObject({ mean: duration, distribution: oneOf(["constant", "exponential"]) }),
  ],
  {
    error: ({ input }) => {
      if (typeof input === "object" && input !== null) return undefined; // what is wrong lies within
      const complaint = typeof input === "string" ? duration.safeParse(input).error?.issues[0]?.message : undefined;
      return complaint ?? "expected a duration such as 1us, or { mean: 1us, distribution: exponential }";
    },
  },
);
const service = randomDuration.describe(
  "How long the device's handler works on one request. Default: the cost sheet's `service`.",
);

const batch = whole(1, 32_768)
  .default(1)
  .describe("Requests made at once and rung for once, after the last of them. Needs a virtqueue. Default: 1.");

const workload = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("closed"),
      think: randomDuration
        .optional()
        .describe("Pause between a doorbell's return, or with depth an answer, and the next request. Default: none."),
      depth: whole(1, 32_768)
        .optional()
        .describe(
          "Requests that each vcpu keeps in flight. Without it, a vcpu asks again when its doorbell has returned, answered or not.",
        ),
      batch,
    }),
    z.strictObject({
      kind: z.literal("poisson"),
      rate: rate.describe("Requests a second, all vcpus together."),
      batch,
    }),
    z.strictObject({
      kind: z.literal("deterministic"),
      rate: rate.describe("Requests a second, evenly spaced, all vcpus together."),
      batch,
    }),
    z.strictObject({
      kind: z.literal("on-off"),
      rate: rate.describe("Requests a second while a burst lasts, all vcpus together."),
      on: duration.describe("Mean length of a burst; lengths are exponential."),
      off: duration.describe("Mean length of the silence between two; exponential too."),
      batch,
    }),
    z.strictObject({
      kind: z.literal("trace"),
      file: z.string().min(1).describe("A recorded KVM trace (ftrace text, may be .gz), relative to this file."),
    }),
  ],
  {
    error: (issue) =>
      notAmong((issue.input as { kind?: unknown } | undefined)?.kind, [
        "closed",
        "poisson",
        "deterministic",
        "on-off",
        "trace",
      ]),
  },
);

const poll = z
  .strictObject({
    kind: oneOf(["none", "fixed", "adaptive"]),
    max: duration
      .default({ value: 32_000, unit: "ns" })
      .describe("The longest look; qemu's poll-max-ns. Default: 32us."),
  })
  .describe("Whether the thread looks for work before it sleeps. Default: none.");

const pins = z.array(whole(0, 255), { error: "expected a list of CPU numbers, such as [0, 1]" }).default([]);

const host = z.strictObject({
  cpus: whole(1, 256).optional().describe("CPUs that all threads share. Default: each thread has a CPU of its own."),
  slice: duration
    .refine(({ value }) => value >= 1000, {
      error: "a slice lasts 1us (or 1000 cycles) or more: each is an event, and Linux has none below 100us",
    })
    .default({ value: 3e6, unit: "ns" })
    .describe("How long a thread runs while others wait for its CPU. Default: 3ms."),
  "wakeup-granularity": duration
    .default({ value: 1e6, unit: "ns" })
    .describe(
      "How much less CPU time than the running thread a woken one must have had to take over at once. Default: 1ms.",
    ),
  pin: z
    .strictObject({ vcpus: pins, backends: pins })
    .prefault({})
    .describe("CPU of each vcpu and of each backend thread, from 0; those that are not listed float."),
  "fast-mmio": z
    .boolean({ error: "expected true or false" })
    .default(false)
    .describe("Whether zero-length MMIO doorbells hit before the instruction is decoded: EPT, or SVM since late 2025."),
});

const guest = z.strictObject({
  vcpus: whole(1, 64).default(1),
  workload,
  work: z
    .strictObject({
      submit: randomDuration.optional().describe("Before the request is made. Default: none."),
      answer: randomDuration.optional().describe("After its answer, in the interrupt handler. Default: none."),
    })
    .default({})
    .describe("CPU time of the guest's own that each request takes on its vcpu."),
  space: oneOf(["mmio", "pio"]).default("mmio").describe("The address space the guest rings in."),
  gpa: address.default(0xfe003000n).describe("Guest-physical address of the first doorbell, for space: mmio."),
  port: whole(0, 0xffff).default(0xc000).describe("I/O port of the first doorbell, for space: pio."),
  len: z
    .literal([1, 2, 4, 8], { error: "a doorbell is 1, 2, 4 or 8 bytes wide" })
    .default(4)
    .describe("Width of the guest's store in bytes."),
});

const regions = z.strictObject({
  count: whole(1, 10_000).default(1).describe("Doorbells of the device, side by side."),
  rung: oneOf(doorbellChoices).default("first").describe("Which of them the guest rings."),
  exponent: z
    .number({ error: "expected a number" })
    .min(0)
    .max(10)
    .default(1)
    .describe("For rung: zipf, the k-th doorbell is rung in proportion to k^-exponent."),
  match: oneOf(matches)
    .default("wildcard")
    .describe("What a store must have besides the address: the length, the length and the value, or nothing more."),
  others: whole(0, 10_000).default(0).describe("Iofds of other devices on the same bus, never rung."),
});

const run = z.strictObject({
  warmup: z
    .union([z.literal("auto"), whole(0, 10_000_000)], { error: 'expected "auto" or a number of requests' })
    .default("auto")
    .describe("Requests left out at the start; auto decides by MSER-5 on a pilot replication."),
  requests: whole(10, 10_000_000).default(20_000).describe("Requests counted in each replication, all vcpus together."),
  replications: whole(2, 1000).default(10),
  seed: whole(0, 2 ** 31 - 1).default(1),
});

/** A scenario without its sweep: one setting of everything. */
export const settingsSchema = z.strictObject({
  kernel: oneOf(kernels).default("upstream").describe("Whose io-bus and iofd are run."),
  "device-limit": oneOf(["kernel", "lifted"])
    .default("kernel")
    .describe("lifted: ask what more devices than the kernel takes would cost."),
  costs: z.string().min(1).describe("A cost sheet: relative to this file, or one of the shipped costs/*.yaml."),
  guest,
  notify: oneOf(notifies)
    .default("iofd")
    .describe("Who takes the doorbell: the VMM at once, KVM, or the VMM when it next empties the coalesced ring."),
  backend: z
    .strictObject({
      kind: oneOf(backendKinds),
      service: service.optional(),
      count: whole(1, 64).default(1).describe("Threads that share the doorbells."),
      poll: poll.optional(),
      handler: oneOf(handlerKinds)
        .default("inline")
        .describe("With notify: qemu, who does the work: the vcpu's own thread, the main loop, or an iothread."),
    })
    .prefault({ kind: "counter" }),
  host: host.prefault({}),
  "big-lock": oneOf(lockKinds)
    .default("fair")
    .describe(
      "How the VMM's lock is handed on: at once to the longest sleeper, or as qemu's futex, to whoever is first.",
    ),
  return: z
    .strictObject({
      kind: oneOf(["none", "irqfd", "ioctl"]).default("none").describe("Who raises the guest's interrupt."),
      trigger: oneOf(triggers)
        .default("edge")
        .describe("level: a line that stays up until the guest's end of interrupt (KVM_IRQFD_FLAG_RESAMPLE)."),
      delivery: oneOf(["kick", "posted"]).default("kick").describe("How it reaches a guest that runs."),
      "halt-poll": duration
        .default({ value: 0, unit: "ns" })
        .describe("How long a halted vcpu's thread polls before it sleeps (halt_poll_ns). Default: not at all."),
      "completion-doorbell": oneOf(["none", ...completionDoorbells])
        .default("none")
        .describe(
          "When the guest rings a doorbell for answers as well, as it does the head of NVMe's completion queue.",
        ),
      budget: whole(1, 65_536)
        .optional()
        .describe(
          "Answers that the guest's interrupt handler takes before a request that is due may be made (NAPI's weight). Default: no limit.",
        ),
    })
    .prefault({}),
  virtqueue: z
    .strictObject({
      suppression: oneOf(suppressions),
      size: whole(1, 32_768)
        .optional()
        .describe("Requests that it has room for until their answers are taken. Default: it never fills."),
    })
    .optional()
    .describe("A virtqueue behind each doorbell. Default: the doorbell itself is the request."),
  regions: regions.prefault({}),
  run: run.prefault({}),
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
  steps: whole(2, 10_000).optional().describe("How many values; required for scale linear and log."),
  scale: oneOf(["linear", "log", "log2"]).default("linear"),
});

/** An axis: the values themselves, or a range. Values from a range on a log scale keep three significant digits. */
export const axisSchema = z.union([listSchema, rangeSchema], {
  error: "expected a list of values, or a range such as { from: 1, to: 1000, steps: 7, scale: log }",
});
export type Axis = z.output<typeof axisSchema>;

const sensitivity = z
  .strictObject({
    at: z.record(z.string(), scalar).default({}).describe("Only the points with these values of swept settings."),
    samples: whole(10, 1000).default(100).describe("Cost sheets drawn with all numbers varied together."),
    requests: whole(10, 1_000_000).default(2000).describe("Requests counted under each varied sheet."),
  })
  .describe("Run the compared points again with the cost sheet's numbers varied over their ranges.");
export type AskedSensitivity = z.output<typeof sensitivity>;

/** A scenario file. */
export const scenarioSchema = settingsSchema.extend({
  name: z
    .string({ error: "expected a name" })
    .regex(/^[a-z0-9][a-z0-9-]*$/, { error: "a name is lower-case letters, digits and dashes" })
    .max(100, { error: "a name has at most 100 letters: it names a folder" }),
  question: z.string({ error: "expected the question this scenario answers, in words" }).min(1),
  matrix: z
    .record(z.string(), axisSchema)
    .default({})
    .describe("Settings to sweep, by path: every combination is a point."),
  baseline: z
    .record(z.string(), scalar)
    .optional()
    .describe("Each point is compared with the one that differs only in this."),
  sensitivity: sensitivity.optional(),
  validation: validationSchema.optional(),
});

/** The JSON Schema that editors complete and check scenario files with. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { target: "draft-7", io: "input", unrepresentable: "any" });
}
