/** Where the modelled machine is not quite the real one. */

import { capabilities, mechanisms } from "../../../sim/index.ts";
import type { Point } from "../result/result.ts";
import type { Warning } from "../result/warning.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { ids } from "./points.ts";

/** Limits that were lifted, locks that are ideal, loads that come from records. */
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
    "The kernels of 2009 take six devices a bus (v7 crashes its host at the 7th). The limit is lifted here to ask what their search would cost.";
  return [{ kind: "limit-lifted", message, points: ids(beyond) }];
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
      mechanisms[machine.notify].registers === "doorbells" &&
      capabilities(machine.kernel).fastMmio
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
  const coalesced = scenario.points.filter(
    ({ inputs: { machine } }) => mechanisms[machine.notify].registers === "zone",
  );
  if (coalesced.length === 0) return [];
  const message =
    "A coalesced store waits until its vcpu exits to userspace. This guest exits only when the ring of 169 is full; a real one also exits for other reasons, so notify would be shorter and exits more.";
  return [{ kind: "lone-ring", message, points: ids(coalesced) }];
}
