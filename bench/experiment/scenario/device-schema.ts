/** The shape of the device and its host in a scenario file: `backend`, `host`, `return`, `virtqueue`, `regions`. */

import { z } from "zod";
import {
  backendKinds,
  completionDoorbells,
  doorbellChoices,
  handlerKinds,
  matches,
  suppressions,
  triggers,
} from "../../../sim/spec.ts";
import { duration, oneOf, whole } from "../input/fields.ts";
import { randomDuration } from "./workload-schema.ts";

const poll = z
  .strictObject({
    kind: oneOf(["none", "fixed", "adaptive"]).describe(
      "`none` sleeps at once. `fixed` always polls for `max`. `adaptive` grows and shrinks the time up to `max`, as qemu's iothreads do.",
    ),
    max: duration.prefault("32us").describe("Longest time of polling: qemu's poll-max-ns."),
  })
  .describe(
    "Whether the thread polls for work before it sleeps. A pass takes one `poll-check` for each doorbell. A main loop never polls. Left out: none.",
  );

export const backendSchema = z
  .strictObject({
    kind: oneOf(backendKinds).describe(
      "Who serves the doorbells. `counter`: a callback in the kernel without a thread, as in the measurements of 2009. `main-loop`: the VMM's main loop, which holds the big lock from one ppoll to the next, over all events that are ready. `vhost`: a worker in the kernel; the signal queues its work, so it reads no eventfd and makes no syscall. `iothread`: a thread that sleeps in ppoll. With `notify: qemu`, `handler` says who does the work.",
    ),
    service: randomDuration
      .optional()
      .describe("Work of the handler on one request. Left out: the cost sheet's `service`; for a counter, none."),
    count: whole(1, 64).default(1).describe("Threads of this kind that share the doorbells."),
    poll: poll.optional(),
    handler: oneOf(handlerKinds)
      .default("inline")
      .describe(
        "With `notify: qemu`, the thread that runs the handler. `inline`: the vcpu's thread, under the big lock, as qemu does. `bh`: the main loop. `timer`: the main loop 500 ns later; that time may pass while the main loop wakes up. `iothread`: an iothread.",
      ),
  })
  .prefault({ kind: "counter" })
  .describe("The device behind the doorbells. Left out: a counter.");

const pins = z.array(whole(0, 255), { error: "expected a list of CPU numbers, such as [0, 1]" }).default([]);

export const hostSchema = z
  .strictObject({
    cpus: whole(1, 256)
      .optional()
      .describe("CPUs that all vcpus and backend threads share. Left out: each thread has a CPU of its own."),
    slice: duration
      .refine(({ value }) => value >= 1000, {
        error: "a slice lasts 1us (or 1000 cycles) or more: each is an event, and Linux has none below 100us",
      })
      .prefault("3ms")
      .describe(
        "How long a thread runs while others wait for its CPU; 1us (or 1000 cycles) or more. Each slice may be an event, and Linux has none below 100us.",
      ),
    "wakeup-granularity": duration
      .prefault("1ms")
      .describe("A woken thread preempts the running one if it has had less CPU time by this much."),
    pin: z
      .strictObject({
        vcpus: pins.describe("CPU of each vcpu, from 0."),
        backends: pins.describe("CPU of each backend thread, from 0."),
      })
      .prefault({})
      .describe("Threads that are bound to a CPU. Threads that are not listed may run on any."),
    "fast-mmio": z
      .boolean({ error: "expected true or false" })
      .default(false)
      .describe(
        "Whether a zero-length MMIO doorbell hits before the instruction is decoded: with EPT, or with SVM since late 2025; not in a nested guest. The first store to a page is decoded all the same.",
      ),
  })
  .prefault({})
  .describe("The host's CPUs.");

export const returnSchema = z
  .strictObject({
    kind: oneOf(["none", "irqfd", "ioctl"])
      .default("none")
      .describe(
        "Who raises the guest's interrupt. `none`: nobody. With `depth` the guest then polls for completions; without it nobody waits for them. `irqfd`, `ioctl`: the backend raises one for each completion or, with `event-idx`, when the guest asked for one. A guest that has nothing to do, or only an open request that is not due yet, halts.",
      ),
    trigger: oneOf(triggers)
      .default("edge")
      .describe(
        "`level`: the line of an irqfd with a resamplefd (KVM_IRQFD_FLAG_RESAMPLE). It stays up until the guest's end of interrupt. That exits even with posted interrupts, and it wakes a thread of the VMM, which raises the line again if more requests have completed. One vcpu.",
      ),
    delivery: oneOf(["kick", "posted"])
      .default("kick")
      .describe("How an interrupt reaches a guest that runs: by a kick, which makes it exit, or posted, without exit."),
    "halt-poll": duration
      .prefault("0ns")
      .describe(
        "How long a halted vcpu's thread polls before it sleeps (halt_poll_ns). It stops when another thread wants its CPU.",
      ),
    "completion-doorbell": oneOf(["none", ...completionDoorbells])
      .default("none")
      .describe(
        "A second doorbell, such as NVMe's for the head of its completion queue. The interrupt handler rings it once for all completions that it found, or once for each. Each vcpu has one, above the doorbells of `regions`; there is no request behind it.",
      ),
    budget: whole(1, 65_536)
      .optional()
      .describe(
        "Completions that the interrupt handler takes before one request that is due may be made, as in NAPI (64 there). The handler then polls without an interrupt, at the price of `interrupt` a look, and asks for an interrupt when it finds nothing. Needs `virtqueue.suppression: event-idx` and `trigger: edge`. Left out: no limit.",
      ),
  })
  .prefault({})
  .describe("The way of a completion back to the guest.");

export const virtqueueSchema = z
  .strictObject({
    suppression: oneOf(suppressions).describe(
      "`event-idx`: the guest rings only when the device asked for it. `none`: it always rings.",
    ),
    size: whole(1, 32_768)
      .optional()
      .describe(
        "Requests that the ring has room for. A request takes a slot when it is made and frees it when the guest takes its completion (where nobody does: when it was served). A guest whose ring is full rings for the requests on it and waits: it halts until an interrupt or, without `return`, polls. Left out: the ring never fills.",
      ),
  })
  .describe("A virtqueue behind each doorbell. Left out: the doorbell itself is the request.");

export const regionsSchema = z
  .strictObject({
    count: whole(1, 10_000).default(1).describe("Doorbells of the device, side by side."),
    choice: oneOf(doorbellChoices)
      .default("first")
      .describe("The doorbell that a request rings. `zipf` rings the k-th in proportion to k^-`exponent`."),
    exponent: z
      .number({ error: "expected a number" })
      .min(0)
      .max(10)
      .default(1)
      .describe("The exponent of Zipf's law, for `choice: zipf`."),
    match: oneOf(matches)
      .default("wildcard")
      .describe(
        "What must agree besides the address. `wildcard`: the length. `datamatch`: the length and the value. `zero-length`: nothing.",
      ),
    others: whole(0, 10_000)
      .default(0)
      .describe("Iofds of other devices on the same bus. They are never rung, but searches pass them."),
  })
  .prefault({})
  .describe("The device's doorbells on the bus.");
