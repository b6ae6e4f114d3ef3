/** What a reader must know before believing a result. */

import type { StepCost } from "../../sim/index.ts";
import type { Point } from "../result.ts";
import type { CostNumber } from "../scenario/cost-numbers.ts";
import type { Scenario, SweepPoint } from "../scenario/parse.ts";
import type { Warning } from "../stats/warning.ts";
import type { Plan } from "./plan.ts";
import { isCaught } from "./steady.ts";

/** Every threat to validity that a run can know of. */
export function warningsOf(scenario: Scenario, plan: Plan, points: readonly Point[]): Warning[] {
  return [
    ...costWarnings(scenario, points),
    ...instantWarnings(points),
    ...searchWarnings(scenario),
    ...sleepWarnings(scenario),
    ...liftWarnings(scenario),
    ...loadWarnings(points),
    ...steadyWarnings(plan),
    ...driftWarnings(plan),
    ...caughtWarnings(points),
    ...traceWarnings(scenario),
    ...fastMmioWarnings(scenario),
    ...ringWarnings(scenario),
    ...fullRingWarnings(points),
    ...lockWarnings(scenario, points),
    ...batchWarnings(scenario),
    ...coalescedWarnings(scenario),
    ...idleWarnings(scenario, points),
  ];
}

function costWarnings(scenario: Scenario, points: readonly Point[]): Warning[] {
  const sheets = new Map(scenario.points.map((point) => [point.settings.costs, point.inputs.sheet]));
  return [...sheets].flatMap(([file, { numbers, sheet }]) => {
    const own = points.filter((point) => point.costs === file);
    const spent = new Set(own.flatMap((point) => Object.keys(point.stages)));
    const used = numbers.filter((number) => isUsed(number, spent, own));
    const named = (what: string, test: (number: CostNumber) => boolean) => {
      const names = used.filter(test).map((number) => number.name);
      return names.length > 0 ? [`${what}: ${names.join(", ")}`] : [];
    };
    const parts = [
      ...named("estimated", (number) => number.kind === "estimated"),
      ...named("borrowed from other machines", (number) => number.flags.includes("borrowed")),
      ...named("bounds", (number) => number.flags.some((flag) => flag.endsWith("-bound"))),
      ...named("quoted from memory", (number) => number.flags.includes("recalled")),
      ...named("read second-hand", (number) => number.flags.includes("second-hand")),
    ];
    if (parts.length === 0) return [];
    const message = `Results on ${sheet.name} rest on numbers that were not measured on that machine (${parts.join("; ")}).`;
    return [{ kind: "borrowed-costs" as const, message, points: [] }];
  });
}

/** Whether a number could have entered any of these points. */
function isUsed(number: CostNumber, spent: ReadonlySet<string>, points: readonly Point[]): boolean {
  const [name, space] = number.name.split(".");
  if (name!.startsWith("bus-")) return spent.has("bus") && points.some((point) => stepOf(point.kernel) === name);
  if (space !== undefined && !points.some((point) => point.space === space)) return false;
  const woken = points.some((point) => point.wakeups.value > 0);
  const interrupted = points.some((point) => (point.measures["interrupts per request"]?.value ?? 0) > 0);
  if (interruptNumbers.includes(name!)) return interrupted;
  if (ringNumbers.includes(name!)) return points.some((point) => point.measures["kicks per request"]);
  if (name === "poll-check") return points.some((point) => (point.measures["polling per request"]?.value ?? 0) > 0);
  return spent.has(name!) || (woken && (name!.startsWith("idle") || name === "context-switch" || name === "syscall"));
}

const ringNumbers = ["ring-put", "ring-take"];
const interruptNumbers = ["inject", "irq-ioctl", "kick", "posted-interrupt", "interrupt", "eoi"];

/** Which price a kernel's search has. */
function stepOf(kernel: string): StepCost {
  if (kernel === "upstream") return "bus-bsearch-step";
  return kernel === "ideal" ? "bus-hash-step" : "bus-linear-step";
}

function instantWarnings(points: readonly Point[]): Warning[] {
  const unknown = points.filter((point) => !point.notifyKnown).map((point) => point.id);
  if (unknown.length === 0) return [];
  const message =
    "The cost sheet knows these round trips, or the hop inside them, only as a whole, so when the backend is told is unknown: notify lies between 0 and rtt.";
  return [{ kind: "instants-unknown", message, points: unknown }];
}

function searchWarnings(scenario: Scenario): Warning[] {
  const free = scenario.points.filter(({ inputs: { machine } }) => {
    return machine.notify === "iofd" && machine.costs.steps[stepOf(machine.kernel)] === undefined;
  });
  if (free.length === 0) return [];
  const steps = [...new Set(free.map((point) => stepOf(point.inputs.machine.kernel)))].join(", ");
  const message = `The cost sheet has no price for ${steps}: the bus search of these points is free beyond what the published totals contain.`;
  return [{ kind: "search-unpriced", message, points: ids(free) }];
}

function sleepWarnings(scenario: Scenario): Warning[] {
  const sleepless = scenario.points.filter(
    ({ inputs: { machine } }) =>
      machine.backend.kind === "iothread" && machine.notify === "iofd" && machine.costs.idle.length === 0,
  );
  if (sleepless.length === 0) return [];
  const sheets = [...new Set(sleepless.map((point) => point.inputs.sheet.sheet.name))].join(", ");
  const message = `${sheets} has no price for leaving an idle state: a sleeping consumer is woken at the cost of a context switch alone, so notify is too short.`;
  return [{ kind: "idle-unpriced", message, points: ids(sleepless) }];
}

function liftWarnings(scenario: Scenario): Warning[] {
  const beyond = scenario.points.filter(
    ({ inputs: { machine } }) =>
      machine.deviceLimit === "lifted" &&
      (machine.notify === "iofd" ? machine.regions.count : 0) + (machine.regions.others ?? 0) > 6 &&
      stepOf(machine.kernel) === "bus-linear-step",
  );
  if (beyond.length === 0) return [];
  const message =
    "The kernels of 2009 take six devices a bus (v7 crashes its host at the 7th). The limit is lifted here to ask what their search would cost.";
  return [{ kind: "limit-lifted", message, points: ids(beyond) }];
}

function loadWarnings(points: readonly Point[]): Warning[] {
  const utilisation = (point: Point) => Math.max(point.vcpu?.utilisation ?? 0, point.backend?.utilisation ?? 0);
  const over = points.filter((point) => utilisation(point) >= 1).map((point) => point.id);
  const near = points.filter((point) => utilisation(point) >= 0.9 && utilisation(point) < 1).map((point) => point.id);
  const warnings: Warning[] = [];
  if (over.length > 0) {
    const message =
      "Past saturation there is no steady state: capacity and the growth of the backlog are given, no mean. What is done is then what the saturated station gets done.";
    warnings.push({ kind: "saturated", message, points: over });
  }
  if (near.length > 0) {
    const message = "Above 90 % utilisation queues settle slowly; raise run.requests before trusting the last digits.";
    warnings.push({ kind: "near-saturation", message, points: near });
  }
  return warnings;
}

function steadyWarnings(plan: Plan): Warning[] {
  const lost = plan.points.filter((point) => !point.steady).map(({ point }) => point.id);
  if (lost.length === 0) return [];
  const message =
    "The pilot had not settled after half of its length (MSER-5), so half is left out as warm-up. Raise run.requests.";
  return [{ kind: "no-steady-state", message, points: lost }];
}

/** Halves of a run that differ by less are the same. */
const smallDrift = 0.01;

function driftWarnings({ points }: Plan): Warning[] {
  const drifting = points.filter(({ drift }) => drift > smallDrift);
  if (drifting.length === 0) return [];
  const most = (100 * Math.max(...drifting.map(({ drift }) => drift))).toFixed(0);
  const message = `Nothing is random here, so there is no interval; but response, or how long the device takes, differs between the halves of a run by up to ${most} %: threads fall into a pattern that takes long to come round. Raise run.requests until this warning goes, or give a cost a spread.`;
  return [{ kind: "drift", message, points: drifting.map(({ point }) => point.id) }];
}

function caughtWarnings(points: readonly Point[]): Warning[] {
  const caught = points.filter(({ measures, requests, warmup }) => {
    return isCaught(measures["most served by an exit"]?.value ?? 0, requests + warmup);
  });
  if (caught.length === 0) return [];
  const message =
    "A vcpu that rang was caught in the VMM here: its handler went on serving what other vcpus put on its ring meanwhile, for a good part of the run. Such a round trip is as long as the run, so rtt and response have no mean. An iofd, a deferred handler, or a ring for each vcpu keeps it free.";
  return [{ kind: "caught-vcpu", message, points: caught.map(({ id }) => id) }];
}

function traceWarnings(scenario: Scenario): Warning[] {
  const trace = scenario.points.find((point) => point.inputs.trace)?.inputs.trace;
  if (!trace) return [];
  const warnings: Warning[] = [
    {
      kind: "open-loop-replay",
      message:
        "The trace has no completions, so doorbells are replayed at their recorded times. The answer is exits and vcpu time given back, not a shorter run. It is priced with the cost sheet and the scenario's service time, not with what the recording machine took.",
      points: [],
    },
  ];
  if (trace.lost > 0) {
    warnings.push({
      kind: "trace-incomplete",
      message: `The kernel lost ${trace.lost} events of this trace; counts are too low.`,
      points: [],
    });
  }
  return warnings;
}

function fastMmioWarnings(scenario: Scenario): Warning[] {
  const decoded = scenario.points.filter(({ inputs: { machine } }) => {
    return (
      machine.space === "mmio" &&
      !(machine.fastMmio && machine.regions.match === "zero-length") &&
      machine.notify === "iofd" &&
      (machine.kernel === "upstream" || machine.kernel === "ideal")
    );
  });
  if (decoded.length === 0) return [];
  const message =
    "Every MMIO doorbell is charged for decoding its instruction. Where a VMM registers it with length 0 on hardware with EPT, KVM skips that and MMIO costs about as much as PIO: ask with `regions.match: zero-length` and `host: { fast-mmio: true }`.";
  return [{ kind: "fast-mmio-off", message, points: ids(decoded) }];
}

function lockWarnings(scenario: Scenario, points: readonly Point[]): Warning[] {
  const fair = scenario.points.filter(({ inputs: { machine } }, i) => {
    return machine.bigLock === "fair" && points[i]!.measures["lock wait per request"] !== null;
  });
  const shared = fair.filter(({ inputs: { machine } }) => machine.host !== undefined);
  const own = fair.filter(({ inputs: { machine } }) => machine.host === undefined);
  const ask = "qemu's is a futex, which whoever runs meanwhile may take first; ask with `big-lock: futex`.";
  const ideal = `Threads wait here for a big lock that is handed on at once and for nothing. ${ask}`;
  const convoy = `Threads that share CPUs wait here for a big lock that is handed on: the heir has it while it still waits for a CPU to leave its idle state and to switch, so convoys form that may cost more than a futex would. ${ask}`;
  return [
    ...(own.length > 0 ? [{ kind: "ideal-lock" as const, message: ideal, points: ids(own) }] : []),
    ...(shared.length > 0 ? [{ kind: "lock-convoy" as const, message: convoy, points: ids(shared) }] : []),
  ];
}

function batchWarnings(scenario: Scenario): Warning[] {
  const cut = scenario.points.filter(({ inputs: { machine } }) => {
    const { workload } = machine;
    return workload.kind === "closed" && (workload.batch ?? 1) > (workload.depth ?? Infinity);
  });
  if (cut.length === 0) return [];
  const message =
    "A vcpu never has more requests in flight than `depth`: a larger batch is rung for by `depth` requests.";
  return [{ kind: "batch-cut", message, points: ids(cut) }];
}

function coalescedWarnings(scenario: Scenario): Warning[] {
  const coalesced = scenario.points.filter(({ inputs: { machine } }) => machine.notify === "coalesced");
  if (coalesced.length === 0) return [];
  const message =
    "A coalesced store waits until its vcpu exits to userspace. This guest exits only when the ring of 169 is full; a real one also exits for other reasons, so notify would be shorter and exits more.";
  return [{ kind: "lone-ring", message, points: ids(coalesced) }];
}

function idleWarnings(scenario: Scenario, points: readonly Point[]): Warning[] {
  const free = scenario.points.filter(({ inputs: { machine } }, i) => {
    return machine.costs.idle.length === 0 && points[i]!.wakeups.value > 0;
  });
  if (free.length === 0) return [];
  const message =
    "The cost sheet lists no idle states, so a sleeping CPU wakes for nothing but the switch: list `idle` to see what a sleeper costs.";
  return [{ kind: "idle-unpriced", message, points: ids(free) }];
}

function ringWarnings(scenario: Scenario): Warning[] {
  const rings = scenario.points.filter(({ inputs: { machine } }) => {
    const { "ring-put": put, "ring-take": take } = machine.costs.thread;
    return machine.virtqueue !== undefined && !put && !take;
  });
  if (rings.length === 0) return [];
  const message =
    "No cost sheet prices the guest's and the device's own work on a virtqueue (descriptors, indexes, memory barriers), so it is free here: kicks that are suppressed cost nothing.";
  return [{ kind: "ring-unpriced", message, points: ids(rings) }];
}

function fullRingWarnings(points: readonly Point[]): Warning[] {
  const full = points.filter((point) => (point.measures["full rings per request"]?.value ?? 0) > 0);
  if (full.length === 0) return [];
  const message =
    "Rings were full at times: the guest waited for room, which lengthens lag and response but not rtt, and rang before a batch was complete that had no room. Raise virtqueue.size to see what that cost.";
  return [{ kind: "ring-full", message, points: full.map((point) => point.id) }];
}

const ids = (points: readonly SweepPoint[]) => points.map((point) => point.id);
