/** The shape of `guest` in a scenario file. */

import { z } from "zod";
import { address, duration, notAmong, oneOf, rate, whole } from "../input/fields.ts";

/** A duration that is always the same, or drawn for each request. */
export const randomDuration = z.union(
  [
    duration.transform((mean) => ({ mean, distribution: "constant" as const })),
    z.strictObject({ mean: duration, distribution: oneOf(["constant", "exponential"]) }),
  ],
  {
    error: ({ input }) => {
      if (typeof input === "object" && input !== null) return undefined; // the fault lies within
      const complaint = typeof input === "string" ? duration.safeParse(input).error?.issues[0]?.message : undefined;
      return complaint ?? "expected a duration such as 1us, or { mean: 1us, distribution: exponential }";
    },
  },
);

const batch = whole(1, 32_768)
  .default(1)
  .describe(
    "Requests made together on one ring, with one doorbell after the last. Needs a `virtqueue`. `rate` stays that of requests. With `depth`, a vcpu makes the next batch when enough requests have completed for a whole batch (or for all of `depth`, if that is less), as fio does when it submits and reaps n at a time.",
  );
const offered = rate.describe("Requests a second of all vcpus together; for `on-off`, during a burst.");

const closed = z
  .strictObject({
    kind: z.literal("closed"),
    think: randomDuration
      .optional()
      .describe(
        "Pause before the next request: after the doorbell returned or, with `depth`, after the guest saw a completion. Left out: none.",
      ),
    depth: whole(1, 32_768)
      .optional()
      .describe(
        "Requests that each vcpu keeps in flight. Left out: a vcpu makes its next request after its doorbell returned, completed or not.",
      ),
    batch,
  })
  .describe(
    "Each vcpu makes its next request `think` after the last. All vcpus share one supply of requests, so a faster vcpu makes more of them.",
  );

const poisson = z
  .strictObject({ kind: z.literal("poisson"), rate: offered, batch })
  .describe("Requests are due at random times. A busy vcpu makes them late.");

const deterministic = z
  .strictObject({ kind: z.literal("deterministic"), rate: offered, batch })
  .describe("Requests are due evenly spaced.");

const onOff = z
  .strictObject({
    kind: z.literal("on-off"),
    rate: offered,
    on: duration.describe("Mean length of a burst. Lengths are exponential."),
    off: duration.describe("Mean pause between two bursts. Pauses are exponential."),
    batch,
  })
  .describe("Bursts: requests are due at random times for a while, then none for a while.");

const trace = z
  .strictObject({
    kind: z.literal("trace"),
    file: z
      .string()
      .min(1)
      .describe("A recorded KVM trace (ftrace text, plain or gzip), relative to the scenario's file."),
  })
  .describe("Requests are due when the recorded guest wrote to the doorbell. One vcpu.");

const workload = z
  .discriminatedUnion("kind", [closed, poisson, deterministic, onOff, trace], {
    error: (issue) =>
      notAmong((issue.input as { kind?: unknown } | undefined)?.kind, [
        "closed",
        "poisson",
        "deterministic",
        "on-off",
        "trace",
      ]),
  })
  .describe("When the guest makes requests.");

const work = z
  .strictObject({
    submit: randomDuration.optional().describe("Before the request is made. Left out: none."),
    answer: randomDuration
      .optional()
      .describe("In the interrupt handler, after the completion was seen. Left out: none."),
  })
  .default({})
  .describe(
    "CPU time of the guest itself for each request. `think` is a pause; this work keeps the vcpu busy, so that an interrupt must reach it there.",
  );

export const guestSchema = z
  .strictObject({
    vcpus: whole(1, 64).default(1).describe("Number of vcpus."),
    workload,
    work,
    space: oneOf(["mmio", "pio"]).default("mmio").describe("Address space of the doorbells."),
    gpa: address.prefault(0xfe003000).describe("Guest-physical address of the first doorbell, for `space: mmio`."),
    port: whole(0, 0xffff).default(0xc000).describe("I/O port of the first doorbell, for `space: pio`."),
    len: z
      .literal([1, 2, 4, 8], { error: "a doorbell is 1, 2, 4 or 8 bytes wide" })
      .default(4)
      .describe("Bytes of the guest's store."),
  })
  .describe("The guest: its requests, and the doorbells that it rings for them.");
