import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { costSheetJsonSchema } from "../../../../bench/experiment/costs/schema.ts";
import { InputError } from "../../../../bench/experiment/input/fault.ts";
import { parseScenario } from "../../../../bench/experiment/load/parse-scenario.ts";
import { Inputs } from "../../../../bench/experiment/scenario/inputs.ts";
import { scenarioJsonSchema } from "../../../../bench/experiment/scenario/schema.ts";
import { diskInputs, shippedSheets } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios } from "../../../../bench/host/files/locations.ts";
import { quantize } from "../../../../sim/index.ts";

const shipped = (reference: string) => readFileSync(join(shippedScenarios, reference));
function ring(thread: number, seconds: number): string {
  return ` qemu-${thread}   [000] .....  ${seconds}.000000: kvm_mmio: mmio write len 4 gpa 0x10 val 0x0`;
}

const files: Record<string, Uint8Array> = {
  "truncated.gz": gzipSync("x".repeat(5000)).subarray(0, 20),
  "empty.txt": Buffer.from("nothing here\n"),
  "unsorted.txt": Buffer.from([ring(7, 2), ring(7, 1)].join("\n")),
  "two.txt": Buffer.from([ring(7, 1), ring(8, 2)].join("\n")),
};

function reader(reference: string): Uint8Array | null {
  if (files[reference]) return files[reference];
  try {
    return shipped(reference);
  } catch {
    return null;
  }
}

const parse = (text: string) => parseScenario("s.yaml", text, new Inputs({ read: reader, shippedSheets }));

function faults(text: string): string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.split("\n");
  }
}

const head = `name: s
question: why?
costs: costs/cascadelake-8269cy.yaml
`;

const published = (cell: string) =>
  `name: s\nquestion: why?\ncosts: costs/haskins-2009.yaml\nguest: { workload: { kind: closed } }\nmatrix: { notify: [qemu, iofd] }\nvalidation:\n  cells:\n    - { ${cell}, role: held-out, source: x }\n`;

describe("a scenario is refused with every fault, each at its line and column", () => {
  const cases: [what: string, text: string, expected: string[]][] = [
    [
      "an unknown key",
      `${head}guest: { workload: { kind: closed } }\nkernal: v7\n`,
      ['s.yaml:5:1: unknown key "kernal"; did you mean "kernel"?'],
    ],
    [
      "an unknown key inside",
      `${head}guest: { workload: { kind: closed }, lenn: 2 }\n`,
      ['s.yaml:4:38: unknown key "lenn" in guest; did you mean "len"?'],
    ],
    ["a missing key", "name: s\nquestion: why?\ncosts: costs/haskins-2009.yaml\n", ['s.yaml:1:1: missing key "guest"']],
    [
      "a wrong unit",
      `${head}guest: { workload: { kind: closed, think: 5 minutes } }\n`,
      [
        's.yaml:4:43: guest.workload.think: "5 minutes" is not a duration; write it as 2.72us, 10ms or 1200 cycles (ns, us, ms, s, cycles)',
      ],
    ],
    [
      "a number without unit",
      `${head}guest: { workload: { kind: closed, think: 5 } }\n`,
      [
        "s.yaml:4:43: guest.workload.think: expected a duration such as 1us, or { mean: 1us, distribution: exponential }",
      ],
    ],
    [
      "a negative rate",
      `${head}guest: { workload: { kind: poisson, rate: -5k/s } }\n`,
      ['s.yaml:4:43: guest.workload.rate: "-5k/s": a rate can not be negative'],
    ],
    [
      "slices that a spinning thread would make an event of each",
      `${head}guest: { workload: { kind: closed } }\nhost: { cpus: 1 }\nmatrix: { host.slice: [1us, 999ns, 1ns, 0ns] }\n`,
      [29, 36, 41].map(
        (column) =>
          `s.yaml:6:${column}: matrix.host.slice: a slice lasts 1us (or 1000 cycles) or more: each is an event, and Linux has none below 100us`,
      ),
    ],
    [
      "a rate of nothing",
      `${head}guest: { workload: { kind: poisson, rate: 0/s } }\n`,
      ["s.yaml:4:43: guest.workload.rate: a rate lies above 0/s, up to 1000G/s"],
    ],
    [
      "an empty range",
      `${head}guest: { workload: { kind: closed } }\nmatrix:\n  regions.count: { from: 9, to: 1, steps: 3 }\n`,
      ["s.yaml:6:18: matrix.regions.count: the range is empty: from 9 is not below to 1"],
    ],
    [
      "an empty list",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { notify: [] }\n`,
      ["s.yaml:5:19: matrix.notify: an empty list leaves nothing to run"],
    ],
    [
      "a bad value of an axis",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { notify: [qemu, vbus] }\n`,
      ['s.yaml:5:26: matrix.notify: must be one of: qemu, iofd, coalesced, not "vbus"'],
    ],
    [
      "an unknown cost sheet",
      `name: s\nquestion: why?\ncosts: costs/nope.yaml\nguest: { workload: { kind: closed } }\n`,
      [`s.yaml:3:8: no cost sheet "costs/nope.yaml" beside this file; shipped: ${shippedSheets.join(", ")}`],
    ],
    [
      "a missing trace",
      `${head}guest: { workload: { kind: trace, file: gone.gz } }\n`,
      ['s.yaml:4:41: no trace file "gone.gz" beside this file'],
    ],
    [
      "a truncated gzip",
      `${head}guest: { workload: { kind: trace, file: truncated.gz } }\n`,
      ["s.yaml:4:41: damaged gzip (it ends too soon); copy the file again"],
    ],
    [
      "a file that is no trace",
      `${head}guest: { workload: { kind: trace, file: empty.txt } }\n`,
      ["s.yaml:4:41: no trace events found; expected the text of a trace buffer with kvm events"],
    ],
    [
      "a matrix of a million points",
      `${head}guest: { workload: { kind: closed } }\nmatrix:\n  run.seed: { from: 1, to: 1000, steps: 1000 }\n  regions.count: { from: 1, to: 1000, steps: 1000 }\n`,
      ["s.yaml:6:3: the matrix has 1000000 points; at most 10000 run as one scenario; use fewer steps, or a log scale"],
    ],
    [
      "an unknown sheet among the swept ones",
      `name: s\nquestion: why?\nguest: { workload: { kind: closed }, space: pio }\nmatrix: { costs: [costs/haskins-2009.yaml, costs/zen5.yaml] }\n`,
      [
        expect.stringContaining(
          's.yaml:4:44: matrix.costs: no cost sheet "costs/zen5.yaml" beside this file; shipped: ',
        ),
      ],
    ],
    [
      "a swept sheet that has no price for what is asked",
      `name: s\nquestion: why?\nguest: { workload: { kind: closed } }\nmatrix: { costs: [costs/haskins-2009.yaml, costs/pvm-nested-8269cy.yaml] }\n`,
      ["s.yaml:3:8: pvm-nested-8269cy has no price for hop by mmio; use space: pio"],
    ],
    [
      "a sheet of cycles compared with one of time",
      `name: s\nquestion: why?\nguest: { workload: { kind: closed } }\nmatrix: { costs: [costs/haskins-2009.yaml, costs/pci-testdev-2013.yaml] }\nbaseline: { costs: costs/haskins-2009.yaml }\n`,
      [
        "s.yaml:5:20: baseline: sheets that count in cycles of an unknown clock can not be compared with those in time; compare sheets of one unit",
      ],
    ],
    [
      "a baseline that is not swept",
      `${head}guest: { workload: { kind: closed } }\nbaseline: { notify: qemu }\n`,
      ['s.yaml:5:21: baseline: "notify" is not swept; nothing is swept; add it to `matrix`'],
    ],
    [
      "a baseline on an axis that is refused",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { notify: [] }\nbaseline: { notify: qemu }\n`,
      ["s.yaml:5:19: matrix.notify: an empty list leaves nothing to run"],
    ],
    [
      "an axis whose last key is unknown",
      `${head}guest: { workload: { kind: poisson, rate: 1k/s } }\nmatrix: { guest.workload.rat: [1k/s, 2k/s] }\n`,
      ['s.yaml:5:11: matrix.guest.workload.rat: unknown key "rat" in guest.workload; did you mean "rate"?'],
    ],
    [
      "a value that an axis takes the place of",
      `${head}guest: { workload: { kind: poisson, rate: 10kHz } }\nnotify: quemu\nmatrix: { notify: [qemu, iofd], guest.workload.rate: [1k/s, 2k/s] }\n`,
      [
        's.yaml:4:43: guest.workload.rate: "10kHz" is not a rate; write it as 500/s, 10k/s or 1M/s',
        's.yaml:5:9: notify: must be one of: qemu, iofd, coalesced, not "quemu"',
      ],
    ],
    [
      "an axis that leads into a list",
      `${head}guest: { workload: { kind: closed } }\nhost: { cpus: 2, pin: { vcpus: [0] } }\nmatrix: { host.pin.vcpus.0: [0, 1] }\n`,
      ["s.yaml:6:11: matrix.host.pin.vcpus.0: host.pin.vcpus is a list, and nothing in it can be swept"],
    ],
    [
      "a baseline with the name of what every object has",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { notify: [qemu, iofd] }\nbaseline: { constructor: 1 }\n`,
      ['s.yaml:6:26: baseline: "constructor" is not swept; name one of: notify'],
    ],
    [
      "a number that is too large to be whole",
      `${head}guest: { workload: { kind: closed } }\nrun: { requests: 1e18 }\n`,
      ["s.yaml:5:18: run.requests: must be at most 10000000"],
    ],
    [
      "an unknown key of a sensitivity",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { notify: [qemu, iofd] }\nsensitivity: { at: { notify: vbus, guest.len: 4 }, sample: 9 }\n`,
      ['s.yaml:6:52: unknown key "sample" in sensitivity; did you mean "samples"?'],
    ],
    [
      "a sensitivity at what is not swept",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { notify: [qemu, iofd] }\nsensitivity: { at: { notify: vbus, guest.len: 4 } }\n`,
      [
        "s.yaml:6:30: sensitivity.at: vbus is not among the values of matrix.notify: qemu, iofd",
        's.yaml:6:47: sensitivity.at: "guest.len" is not swept; name one of: notify',
      ],
    ],
    [
      "a published figure of no one point",
      published("published: 5us"),
      ["s.yaml:8:7: a cell is one point, and 2 have these settings; name also: notify"],
    ],
    [
      "a published figure of what is not swept",
      published("at: { guest.len: 4 }, published: 5us"),
      ['s.yaml:8:26: validation.cells.0.at: "guest.len" is not swept; name one of: notify'],
    ],
    [
      "a published rate of a duration",
      published("at: { notify: qemu }, published: 5k/s"),
      ["s.yaml:8:42: rtt is a duration; write it as 2.72us or 1762 cycles"],
    ],
    [
      "a published duration of a rate",
      published("at: { notify: qemu }, metric: throughput, published: 5us"),
      ["s.yaml:8:62: throughput is a rate; write it as 259k/s"],
    ],
    [
      "published cycles of a sheet in time without a clock",
      published("at: { notify: qemu }, published: 5 cycles"),
      ["s.yaml:8:42: haskins-2009 states no clock, so write this in a unit of time"],
    ],
    [
      "a tail of what is only known by its mean",
      published("at: { notify: qemu }, metric: cpu, statistic: p99, published: 5us"),
      ["s.yaml:8:55: only the mean of cpu is known"],
    ],
    [
      "a ratio to what is not swept",
      published("at: { notify: iofd }, over: { guest.len: 4 }, published: x 2"),
      ['s.yaml:8:50: validation.cells.0.over: "guest.len" is not swept; name one of: notify'],
    ],
    [
      "a ratio of cycles to time",
      `name: s\nquestion: why?\nguest: { workload: { kind: closed } }\nmatrix: { costs: [costs/haskins-2009.yaml, costs/pci-testdev-2013.yaml] }\nvalidation:\n  cells:\n    - { at: { costs: costs/haskins-2009.yaml }, over: { costs: costs/pci-testdev-2013.yaml }, published: x 2, role: held-out, source: x }\n`,
      ["s.yaml:7:55: cycles of an unknown clock have no ratio to time; compare sheets of one unit"],
    ],
    [
      "a ratio of a point to itself",
      published("at: { notify: iofd }, over: { notify: iofd }, published: x 2"),
      ["s.yaml:8:37: `over` names the same point; name the settings in which the other point differs"],
    ],
    [
      "a duration for a ratio",
      published("at: { notify: iofd }, over: { notify: qemu }, published: 5us"),
      ["s.yaml:8:66: a ratio is a factor above 0; write it as x 1.17, +17% or { from: 35k/s, to: 41k/s }"],
    ],
    [
      "two figures for one point",
      published("at: { notify: iofd }, published: { from: 9us, to: 5us }"),
      ["s.yaml:8:42: `from` and `to` are two points' figures; name the other point with `over`"],
    ],
    [
      "a ratio of a rate to a duration",
      published("at: { notify: iofd }, over: { notify: qemu }, published: { from: 9k/s, to: 5us }"),
      ["s.yaml:8:66: from: rtt is a duration; write it as 2.72us or 1762 cycles"],
    ],
    [
      "a ratio to nothing",
      published("at: { notify: iofd }, over: { notify: qemu }, published: { from: 0us, to: 5us }"),
      ["s.yaml:8:66: from: a ratio needs a figure above 0"],
    ],
    [
      "a published figure under an unknown key",
      published("at: { notify: qemu }, publshed: 5us"),
      expect.arrayContaining(['s.yaml:8:31: unknown key "publshed" in validation.cells.0; did you mean "published"?']),
    ],
    [
      "a name of the future",
      `${head}guest: { workload: { kind: closed } }\nthresholds: [x]\nbackend: { kind: vdpa }\n`,
      [
        's.yaml:5:1: "thresholds" is not built yet; remove it',
        's.yaml:6:18: backend.kind: must be one of: counter, iothread, main-loop, vhost, not "vdpa"',
      ],
    ],
    [
      "the 7th device of v7",
      `${head}guest: { workload: { kind: closed } }\nkernel: v7\nregions: { count: 7 }\n`,
      [
        "s.yaml:6:19: v7 crashes its host at the 7th device, and 7 are registered here; set `device-limit: lifted` to ask what its search would cost",
      ],
    ],
    [
      "two main loops",
      `${head}guest: { workload: { kind: closed } }\nbackend: { kind: main-loop, count: 2 }\nregions: { count: 2 }\n`,
      ["s.yaml:5:36: a VMM has one main loop; use count: 1, or threads of another kind"],
    ],
    [
      "bottom halves of two main loops",
      `${head}guest: { workload: { kind: closed } }\nnotify: qemu\nbackend: { kind: iothread, handler: bh, count: 2 }\nregions: { count: 2 }\n`,
      ["s.yaml:6:48: a VMM has one main loop; use count: 1, or threads of another kind"],
    ],
    [
      "a main loop that polls",
      `${head}guest: { workload: { kind: closed } }\nbackend: { kind: main-loop, poll: { kind: adaptive } }\n`,
      ["s.yaml:5:43: the VMM's main loop does this work, and qemu's never polls; use poll.kind: none, or an iothread"],
    ],
    [
      "a main loop that polls because a bottom half leaves the work to it, on one of two paths",
      `${head}guest: { workload: { kind: closed } }\nbackend: { kind: iothread, handler: bh, poll: { kind: fixed } }\nmatrix: { notify: [iofd, qemu] }\n`,
      ["s.yaml:5:55: the VMM's main loop does this work, and qemu's never polls; use poll.kind: none, or an iothread"],
    ],
    [
      "a handler's budget without a handler",
      `${head}guest: { workload: { kind: closed } }\nreturn: { budget: 64 }\n`,
      ["s.yaml:5:19: a budget is that of an interrupt handler, and this guest gets no interrupts; set return.kind"],
    ],
    [
      "a handler's budget of nothing, and one where each answer interrupts",
      `${head}guest: { workload: { kind: closed } }\nbackend: { kind: iothread }\nreturn: { kind: irqfd }\nmatrix: { return.budget: [0, 64] }\n`,
      [
        "s.yaml:7:27: matrix.return.budget: must be at least 1",
        "s.yaml:7:30: matrix.return.budget: a handler that polls must be able to ask for no interrupts; set virtqueue.suppression: event-idx, or leave budget out",
      ],
    ],
    [
      "a handler's budget on a line",
      `${head}guest: { workload: { kind: closed } }\nbackend: { kind: iothread }\nvirtqueue: { suppression: event-idx }\nreturn: { kind: irqfd, trigger: level, budget: 64 }\n`,
      [
        "s.yaml:7:48: a level-triggered line would be raised again for completions that were left; use trigger: edge, or leave budget out",
      ],
    ],
    [
      "a ring without room, and one that is too long",
      `${head}guest: { workload: { kind: closed } }\nvirtqueue: { suppression: none }\nmatrix: { virtqueue.size: [0, 32768, 32769] }\n`,
      [
        "s.yaml:6:28: matrix.virtqueue.size: must be at least 1",
        "s.yaml:6:38: matrix.virtqueue.size: must be at most 32768",
      ],
    ],
    [
      "an unknown key of a ring",
      `${head}guest: { workload: { kind: closed } }\nvirtqueue: { suppression: none, sise: 256 }\n`,
      ['s.yaml:5:33: unknown key "sise" in virtqueue; did you mean "size"?'],
    ],
    [
      "a ring that fills before the coalesced one does",
      `${head}guest: { workload: { kind: closed } }\nnotify: coalesced\nvirtqueue: { suppression: none, size: 64 }\n`,
      [
        "s.yaml:6:39: with notify: coalesced only a full ring is emptied, so a guest that waits for room would wait for ever; leave size out",
      ],
    ],
    [
      "a data match on v7",
      `${head}guest: { workload: { kind: closed } }\nkernel: v7\nregions: { match: datamatch }\n`,
      ["s.yaml:6:19: v7 has no data match; use match: wildcard, or a later kernel"],
    ],
    [
      "doorbells past the last port",
      `${head}guest: { workload: { kind: closed }, space: pio, port: 0xffff }\n`,
      ["s.yaml:4:56: 1 doorbells of 4 bytes run past the end of the pio space; use a lower address"],
    ],
    [
      "a thread on a sheet without threads",
      "name: s\nquestion: why?\ncosts: costs/haskins-2009.yaml\nguest: { workload: { kind: closed } }\nbackend: { kind: iothread }\n",
      ["s.yaml:5:18: haskins-2009 does not price a thread (context-switch, syscall); use kind: counter"],
    ],
    [
      "a rate on a sheet without a clock",
      "name: s\nquestion: why?\ncosts: costs/pci-testdev-2013.yaml\nguest: { workload: { kind: poisson, rate: 1k/s } }\n",
      ["s.yaml:4:28: pci-testdev-2013 counts cycles of an unknown clock, so a rate has no meaning; use kind: closed"],
    ],
    [
      "a bad element of an axis",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { regions.count: [1, null] }\n`,
      ["s.yaml:5:30: matrix.regions.count.1: expected text or a number"],
    ],
    [
      "a value listed twice",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { regions.count: [1, 1] }\n`,
      ["s.yaml:5:26: matrix.regions.count: 1 is listed twice"],
    ],
    [
      "a sweep of what can not be swept",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { name: [a, b] }\n`,
      ['s.yaml:5:11: matrix.name: "name" can not be swept'],
    ],
    [
      "a baseline that is every point",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { notify: [qemu] }\nbaseline: { notify: qemu }\n`,
      [
        "s.yaml:6:11: baseline: every point is its own baseline, so nothing is compared; sweep more values of these settings",
      ],
    ],
    [
      "an infinite duration",
      `${head}guest: { workload: { kind: closed, think: 1e999us } }\n`,
      ["s.yaml:4:43: guest.workload.think: longer than simulated time is exact for (2^42 ns, 73 minutes)"],
    ],
    [
      "a depth of nothing, and an unknown suppression",
      `${head}guest: { workload: { kind: closed, depth: 0 } }\nvirtqueue: { suppression: nohz }\n`,
      [
        "s.yaml:4:43: guest.workload.depth: must be at least 1",
        's.yaml:5:27: virtqueue.suppression: must be one of: none, event-idx, not "nohz"',
      ],
    ],
    [
      "batches of nothing",
      `${head}guest: { workload: { kind: poisson, rate: 1k/s, batch: 0 } }\nvirtqueue: { suppression: none }\n`,
      ["s.yaml:4:56: guest.workload.batch: must be at least 1"],
    ],
    [
      "a batch of recorded arrivals",
      `${head}guest: { workload: { kind: trace, file: two.txt, batch: 2 } }\nvirtqueue: { suppression: none }\n`,
      ['s.yaml:4:50: unknown key "batch" in guest.workload; known: kind, file'],
    ],
    [
      "batches without a ring to lie on",
      `${head}guest: { workload: { kind: closed, batch: 4 } }\n`,
      [
        "s.yaml:4:43: guest.workload.batch: without a virtqueue each request is a doorbell; set virtqueue.suppression, or leave batch out",
      ],
    ],
    [
      "swept batches without a ring to lie on, at the first that needs one",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { guest.workload.batch: [1, 4] }\n`,
      [
        "s.yaml:5:37: matrix.guest.workload.batch: without a virtqueue each request is a doorbell; set virtqueue.suppression, or leave batch out",
      ],
    ],
    [
      "bursts that hardly ever come",
      `${head}guest: { workload: { kind: on-off, rate: 1/s, on: 1us, off: 1s } }\n`,
      [
        "s.yaml:4:42: 20000 requests would take too long: simulated time is exact for 73 minutes (2^42 ns); shorten it, or lower run.requests",
      ],
    ],
    [
      "mechanisms that the sheet does not price",
      `name: s\nquestion: why?\ncosts: costs/haskins-2009.yaml\nguest: { workload: { kind: closed } }\nreturn: { kind: irqfd, delivery: posted }\nbig-lock: futex\n`,
      [
        "s.yaml:5:17: haskins-2009 does not price interrupts (inject, posted-interrupt, interrupt, context-switch, syscall); use kind: none",
        "s.yaml:5:17: an in-kernel counter completes no requests; use another backend.kind",
        "s.yaml:6:11: haskins-2009 does not price a wake-up (context-switch); use big-lock: fair",
      ],
    ],
    [
      "work on answers that never come",
      `${head}guest: { workload: { kind: closed }, work: { answer: 2us } }\nreturn: { trigger: level, completion-doorbell: per-answer }\n`,
      [
        "s.yaml:4:54: an interrupt handler does this work, and this guest gets no interrupts; set return.kind",
        "s.yaml:5:20: a trigger is that of an interrupt, and this guest gets no interrupts; set return.kind",
        "s.yaml:5:48: an interrupt handler rings this doorbell, and this guest gets no interrupts; set return.kind",
      ],
    ],
    [
      "a line that can not be resampled",
      `${head}kernel: 2.6.32\nnotify: qemu\nguest: { workload: { kind: closed }, vcpus: 2 }\nreturn: { kind: ioctl, trigger: level }\n`,
      [
        "s.yaml:7:33: a resamplefd belongs to an irqfd; use return.kind: irqfd, or trigger: edge",
        "s.yaml:7:33: 2.6.32 has no resamplefd; use a later kernel",
        "s.yaml:7:33: a level-triggered line leads to one vcpu, and guest.vcpus is 2; use trigger: edge, or guest.vcpus: 1",
        "s.yaml:7:33: a resamplefd needs a thread of the VMM that reads it; use another backend.kind",
      ],
    ],
    [
      "an end of interrupt that exits, on a sheet that prices none",
      `name: s\nquestion: why?\ncosts: costs/emulated-nvme-2022.yaml\nguest: { workload: { kind: closed } }\nbackend: { kind: iothread, service: 1us }\nreturn: { kind: irqfd, delivery: posted, trigger: level }\n`,
      ["s.yaml:6:17: emulated-nvme-2022 does not price interrupts (inject, eoi); use kind: none"],
    ],
    [
      "doorbells for answers that no 2009 kernel has room for",
      `${head}kernel: 2.6.32\ndevice-limit: kernel\nguest: { workload: { kind: closed }, vcpus: 6 }\nbackend: { kind: iothread }\nreturn: { kind: irqfd, completion-doorbell: per-interrupt }\n`,
      [
        "s.yaml:1:1: 2.6.32 refuses the 7th device (ENOSPC), and 8 are registered here; set `device-limit: lifted` to ask what its search would cost",
      ],
    ],
    [
      "more work than simulated time is exact for",
      `${head}guest: { workload: { kind: closed }, work: { submit: 10s } }\n`,
      [
        "s.yaml:4:54: 20000 requests would take too long: simulated time is exact for 73 minutes (2^42 ns); shorten it, or lower run.requests",
      ],
    ],
    [
      "a zero-length doorbell of 2009",
      `${head}kernel: 2.6.32\nguest: { workload: { kind: closed } }\nregions: { match: zero-length }\n`,
      ["s.yaml:6:19: 2.6.32 has no zero-length doorbells; use a later kernel"],
    ],
    [
      "threads pinned where there is no CPU",
      `${head}guest: { workload: { kind: closed } }\nhost: { cpus: 2, pin: { vcpus: [2], backends: [0, 1] } }\n`,
      [
        "s.yaml:5:33: host.pin.vcpus: no CPU 2: the host's 2 CPUs are 0 to 1",
        "s.yaml:5:47: host.pin.backends: 2 CPUs for 1 thread; list one a thread at most, or set backend.count: 2",
      ],
    ],
    [
      "pins without CPUs",
      `${head}guest: { workload: { kind: closed } }\nhost: { pin: { vcpus: [0] } }\n`,
      ["s.yaml:5:23: set host.cpus, the number of CPUs"],
    ],
    [
      "a ring that nobody would empty, on a sheet without a price for it",
      `name: s\nquestion: why?\ncosts: costs/haskins-2009.yaml\nguest: { workload: { kind: closed, depth: 2 } }\n`.concat(
        "notify: coalesced\n",
      ),
      [
        "s.yaml:4:43: with notify: coalesced only a full ring is emptied, so a guest that waits for completions would wait for ever; leave depth out",
      ],
    ],
    [
      "more threads than doorbells",
      `${head}guest: { workload: { kind: closed } }\nbackend: { kind: vhost, count: 2 }\n`,
      ["s.yaml:5:32: 2 threads, but regions.count is 1: each serves at least one doorbell"],
    ],
    [
      "the irqchip takes device slots of the kernels of 2009",
      `${head}kernel: v7\nguest: { workload: { kind: closed }, space: pio }\nbackend: { kind: iothread }\nregions: { count: 4 }\nreturn: { kind: irqfd }\n`,
      [
        "s.yaml:7:19: v7 crashes its host at the 7th device, and 7 are registered here; set `device-limit: lifted` to ask what its search would cost",
      ],
    ],
    [
      "a run of centuries",
      `${head}guest: { workload: { kind: poisson, rate: 1e-3/s } }\n`,
      [
        "s.yaml:4:43: guest.workload.rate: 20000 requests would take too long: simulated time is exact for 73 minutes (2^42 ns); shorten it, or lower run.requests".replace(
          "guest.workload.rate: ",
          "",
        ),
      ],
    ],
    [
      "an address at the very end",
      `${head}guest: { workload: { kind: closed }, gpa: 0xfffffffffffffffc }\n`,
      ["s.yaml:4:43: 1 doorbells of 4 bytes run past the end of the mmio space; use a lower address"],
    ],
    [
      "an eight-byte port access",
      `${head}guest: { workload: { kind: closed }, space: pio, len: 8 }\n`,
      ["s.yaml:4:55: a PIO instruction moves at most 4 bytes"],
    ],
    ["an unknown alias", "name: *who\nquestion: x\n", ["s.yaml:1:7: no anchor &who stands before this alias"]],
    [
      "a second document",
      "name: s\n---\nname: t\n",
      ["s.yaml:2:1: another document begins here; put it in a file of its own"],
    ],
    [
      "a key that is there twice",
      "name: s\nname: t\n",
      ['s.yaml:2:1: the key "name" is there already; remove one of the two'],
    ],
    [
      "an address in a space that is not rung in",
      `${head}guest: { workload: { kind: closed }, space: pio, gpa: 0xfe003000 }\n`,
      ["s.yaml:4:50: guest.gpa: no doorbell is rung by mmio here; say `space: mmio`, or give its port instead"],
    ],
    [
      "settings that no point looks at",
      `${head}guest: { workload: { kind: closed } }
regions: { exponent: 2 }
return: { delivery: kick }
host: { slice: 2ms, fast-mmio: true }
backend: { kind: counter, handler: bh, poll: { kind: none, max: 1us } }
matrix: { big-lock: [fair, futex], regions.exponent: [1, 3] }
`,
      [
        "s.yaml:5:12: regions.exponent: no doorbell is chosen by Zipf's law here; set `choice: zipf` and a count above 1, or leave it out",
        "s.yaml:6:11: return.delivery: no interrupt is raised here; set return.kind, or leave it out",
        "s.yaml:7:9: host.slice: no CPUs are shared here; set host.cpus, or leave it out",
        "s.yaml:7:21: host.fast-mmio: only zero-length MMIO doorbells hit before decoding; set regions.match: zero-length, or leave it out",
        "s.yaml:8:27: backend.handler: no doorbell exits to the VMM here; set notify: qemu, or leave it out",
        "s.yaml:8:60: backend.poll.max: no thread polls here; set backend.poll.kind, or leave it out",
        "s.yaml:9:36: matrix.regions.exponent: no doorbell is chosen by Zipf's law here; set `choice: zipf` and a count above 1, or leave it out",
      ],
    ],
    [
      "threads that nobody leaves any work to",
      `${head}guest: { workload: { kind: closed } }\nnotify: qemu\nregions: { count: 4 }\nbackend: { kind: iothread, count: 4 }\n`,
      [
        "s.yaml:7:28: backend.count: no backend thread works here; use notify: iofd and a kind other than counter, or leave it out",
      ],
    ],
    [
      "a decimal comma",
      `${head}guest: { workload: { kind: closed, think: "2,5us" } }\n`,
      ['s.yaml:4:43: guest.workload.think: "2,5us" is not a duration; write it with a point, such as 2.5us'],
    ],
    ["a list instead of keys", "- name: s\n", ["s.yaml:1:1: expected keys with values, such as `name: my-device`"]],
    [
      "a cost sheet where a scenario is expected",
      shipped("costs/haskins-2009.yaml").toString(),
      ["s.yaml:4:1: this is a cost sheet; a scenario names it as `costs`"],
    ],
    [
      "a misspelt key of a range, once",
      `${head}guest: { workload: { kind: closed } }\nmatrix: { regions.count: { frm: 1, to: 10, steps: 2 } }\n`,
      ['s.yaml:5:28: unknown key "frm" in matrix.regions.count; did you mean "from"?'],
    ],
    [
      "more pins than threads",
      `${head}guest: { workload: { kind: closed } }\nhost: { cpus: 2, pin: { vcpus: [0, 1] } }\n`,
      ["s.yaml:5:32: host.pin.vcpus: 2 CPUs for 1 thread; list one a thread at most, or set guest.vcpus: 2"],
    ],
    [
      "a service that is none, for its own reason",
      `${head}guest: { workload: { kind: closed } }\nbackend: { kind: iothread, service: { mean: 1us, distribution: normal } }\n`,
      ['s.yaml:5:64: backend.service.distribution: must be one of: constant, exponential, not "normal"'],
    ],
    [
      "a service without a mean",
      `${head}guest: { workload: { kind: closed } }\nbackend: { kind: iothread, service: { distribution: exponential } }\n`,
      ['s.yaml:5:37: missing key "mean" in backend.service'],
    ],
    [
      "a trace that is out of order",
      `${head}guest: { workload: { kind: trace, file: unsorted.txt } }\n`,
      ["s.yaml:4:41: line 2 of the trace lies before the line above it; sort it by time"],
    ],
    [
      "a doorbell rung by two vcpus",
      `${head}guest: { workload: { kind: trace, file: two.txt }, gpa: 0x10 }\n`,
      ["s.yaml:4:41: 2 vcpus ring this doorbell in the trace, and one is replayed; cut the trace to one thread"],
    ],
    [
      "broken YAML",
      "name: [s\nquestion: x\n",
      ["s.yaml:2:1: Flow sequence in block collection must be sufficiently indented and end with a ]"],
    ],
    ["an empty file", "", ["s.yaml: the file is empty; `iofd init` writes one to start from"]],
  ];

  test.each(cases)("%s", (_, text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  test("a trace whose doorbell is elsewhere: the answer says where it rings", () => {
    const trace = "traces/virtio-blk-modern-mmio-noioeventfd.ftrace.txt.gz";
    const [fault] = faults(`${head}guest: { workload: { kind: trace, file: ${trace} } }\n`);
    expect(fault).toContain("most written: 501 x 2 bytes at mmio 0xfebfb000");
  });

  test("many faults come at once, in the order of the file", () => {
    const text =
      "name: Not A Name\nquestion: why?\ncosts: costs/nope.yaml\nguest: { workload: { kind: poisson, rate: 5 }, len: 3 }\nnotify: vbus\nmatrix:\n  regions.count: []\n  guest.vcpus: [0]\n";
    expect(faults(text).map((fault) => fault.split(": ")[0])).toEqual([
      "s.yaml:1:7",
      "s.yaml:3:8",
      "s.yaml:4:43",
      "s.yaml:4:53",
      "s.yaml:5:9",
      "s.yaml:7:18",
      "s.yaml:8:17",
    ]);
  });
});

describe("a scenario becomes points", () => {
  test("each with its baseline's id", () => {
    const { points } = parse(
      `${head}guest: { workload: { kind: closed } }\nmatrix: { notify: [qemu, iofd], regions.count: [1, 2] }\nbaseline: { notify: qemu }\n`,
    );
    expect(points.map((point) => point.baselineId)).toEqual([
      null,
      null,
      "notify=qemu,regions.count=1",
      "notify=qemu,regions.count=2",
    ]);
  });

  test("an address up to 2^64-1 stays exact", () => {
    const [point] = parse(`${head}guest: { workload: { kind: closed }, gpa: 0xfffffffffffffff0 }\n`).points;
    expect(point!.inputs.machine.address).toBe(0xfffffffffffffff0n);
  });

  test("a duration in cycles is time on a sheet that states its clock", () => {
    const [point] = parse(`${head}guest: { workload: { kind: closed, think: 2500 cycles } }\n`).points;
    expect(point!.inputs.machine.workload).toEqual({
      kind: "closed",
      think: { kind: "constant", mean: 1000 },
      batch: 1,
    });
  });
});

test("names that scenarios had before are refused with the names that they have instead", () => {
  const closed = `${head}guest: { workload: { kind: closed } }\n`;
  const text = `${closed}matrix: { notify: [qemu, iofd], regions.rung: [first, last] }
validation: { cells: [{ metric: lag, published: 1us, role: held-out, source: nobody }] }
`;
  expect(faults(`${closed}regions: { count: 2, rung: last }\n`)).toEqual([
    's.yaml:5:22: "regions.rung" is called "regions.choice" now; rename it',
  ]);
  expect(faults(text)).toEqual([
    's.yaml:5:33: matrix.regions.rung: "regions.rung" is called "regions.choice" now; rename it',
    's.yaml:6:33: validation.cells.0.metric: "lag" is called "issue-delay" now; rename it',
  ]);
});

describe("what comes with iofd", () => {
  const names = readdirSync(shippedScenarios).filter((name) => name.endsWith(".yaml"));
  test.each(names)("%s is valid", (name) => {
    const path = join(shippedScenarios, name);
    const scenario = parseScenario(name, readFileSync(path, "utf8"), diskInputs(path));
    expect(`${scenario.name}.yaml`).toBe(name);
    expect(scenario.points.length).toBeGreaterThan(1);
  });

  test("the schemas that editors read are those of this version", () => {
    expect(JSON.parse(shipped("scenario.schema.json").toString())).toEqual(scenarioJsonSchema());
    expect(JSON.parse(shipped("cost-sheet.schema.json").toString())).toEqual(costSheetJsonSchema());
  });
});

test("durations that a clock makes of cycles are rounded to the model's resolution", () => {
  const text = `${head}guest: { workload: { kind: closed } }
backend: { kind: iothread, poll: { kind: fixed, max: 1001 cycles } }
host: { cpus: 1, slice: 30001 cycles }
return: { kind: irqfd, halt-poll: 1003 cycles }
`;
  const { machine } = parse(text).points[0]!.inputs;
  for (const duration of [machine.backend.poll!.max, machine.host!.slice, machine.return!.haltPoll]) {
    expect(duration).toBeGreaterThan(0);
    expect(duration).toBe(quantize(duration));
  }
});
