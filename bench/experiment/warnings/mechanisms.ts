/** Warnings about differences between the modelled machine and a real one. */

import { capabilities, mechanisms } from "../../../sim/index.ts";
import type { Point } from "../result/result.ts";
import type { Warning } from "../result/warning.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { ids } from "./points.ts";

/** Warnings about lifted limits, ideal locks, replayed traces and the like. */
export function mechanismWarnings(scenario: Scenario, points: readonly Point[]): Warning[] {
  return [
    ...liftWarnings(scenario),
    ...traceWarnings(scenario),
    ...fastMmioWarnings(scenario),
    ...lockWarnings(scenario, points),
    ...batchWarnings(scenario),
    ...coalescedWarnings(scenario),
  ];
}

function liftWarnings(scenario: Scenario): Warning[] {
  const beyond = scenario.points.filter(
    ({ inputs: { machine } }) =>
      machine.deviceLimit === "lifted" &&
      (mechanisms[machine.notify].registers === "doorbells" ? machine.regions.count : 0) +
        (machine.regions.others ?? 0) >
        6 &&
      capabilities(machine.kernel).seventhDevice !== null,
  );
  if (beyond.length === 0) return [];
  const message =
    "The kernels of 2009 take six devices on a bus (v7 crashes its host at the 7th). The limit is lifted here to ask what a longer search would cost.";
  return [{ kind: "limit-lifted", message, points: ids(beyond) }];
}

function traceWarnings(scenario: Scenario): Warning[] {
  const trace = scenario.points.find((point) => point.inputs.trace)?.inputs.trace;
  if (!trace) return [];
  const warnings: Warning[] = [
    {
      kind: "open-loop-replay",
      message:
        "The trace has no completions, so doorbells are replayed at their recorded times. The result shows exits and vcpu time saved, not a shorter run. Prices are those of the cost sheet and the scenario's service time, not those of the recording machine.",
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
      mechanisms[machine.notify].registers === "doorbells" &&
      capabilities(machine.kernel).fastMmio
    );
  });
  if (decoded.length === 0) return [];
  const message =
    "Every MMIO doorbell pays for decoding its instruction. If a VMM registers it with length 0 on hardware with EPT, KVM skips the decoding, and MMIO costs about as much as PIO. Set `regions.match: zero-length` and `host: { fast-mmio: true }` to see that.";
  return [{ kind: "fast-mmio-off", message, points: ids(decoded) }];
}

function lockWarnings(scenario: Scenario, points: readonly Point[]): Warning[] {
  const fair = scenario.points.filter(({ inputs: { machine } }, i) => {
    return machine.bigLock === "fair" && points[i]!.measures["lock wait per request"] !== null;
  });
  const shared = fair.filter(({ inputs: { machine } }) => machine.host !== undefined);
  const own = fair.filter(({ inputs: { machine } }) => machine.host === undefined);
  const ask = "qemu's lock is a futex, which a running thread may take first; set `big-lock: futex` to see that.";
  const ideal = `Threads wait here for a big lock that changes hands at once and for free. ${ask}`;
  const convoy = `Threads that share CPUs wait here for a big lock that is handed on. The next owner holds the lock while its CPU leaves an idle state and switches, so waiters convoy; a futex may be cheaper. ${ask}`;
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
    "A vcpu never has more than `depth` requests in flight, so a larger batch is cut to `depth` requests.";
  return [{ kind: "batch-cut", message, points: ids(cut) }];
}

function coalescedWarnings(scenario: Scenario): Warning[] {
  const coalesced = scenario.points.filter(
    ({ inputs: { machine } }) => mechanisms[machine.notify].registers === "zone",
  );
  if (coalesced.length === 0) return [];
  const message =
    "A coalesced store waits until its vcpu exits to userspace. This guest exits only when the ring of 169 entries is full. A real guest also exits for other reasons, so its notify is shorter and its exits are more.";
  return [{ kind: "lone-ring", message, points: ids(coalesced) }];
}
