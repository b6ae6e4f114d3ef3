/** Warnings about the cost sheet: origins of its numbers, and prices that it lacks. */

import { mechanisms } from "../../../sim/index.ts";
import type { CostNumber } from "../result/cost-number.ts";
import type { Point } from "../result/result.ts";
import type { Warning } from "../result/warning.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { ids, stepOf } from "./points.ts";

/** Warnings about the numbers behind a result, and about missing ones. */
export function costWarnings(scenario: Scenario, points: readonly Point[]): Warning[] {
  return [
    ...originWarnings(scenario, points),
    ...instantWarnings(points),
    ...searchWarnings(scenario),
    ...idleWarnings(scenario, points),
    ...ringWarnings(scenario),
  ];
}

function originWarnings(scenario: Scenario, points: readonly Point[]): Warning[] {
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

function instantWarnings(points: readonly Point[]): Warning[] {
  const unknown = points.filter((point) => !point.notifyKnown).map((point) => point.id);
  if (unknown.length === 0) return [];
  const message =
    "The cost sheet gives these round trips, or the hop in them, only as a whole. The instant of the signal is unknown: notify lies between 0 and rtt.";
  return [{ kind: "instants-unknown", message, points: unknown }];
}

function searchWarnings(scenario: Scenario): Warning[] {
  const free = scenario.points.filter(({ inputs: { machine } }) => {
    return (
      mechanisms[machine.notify].registers === "doorbells" && machine.costs.steps[stepOf(machine.kernel)] === undefined
    );
  });
  if (free.length === 0) return [];
  const steps = [...new Set(free.map((point) => stepOf(point.inputs.machine.kernel)))].join(", ");
  const message = `The cost sheet has no price for ${steps}. The bus search of these points is free, except for the part that the published totals contain.`;
  return [{ kind: "search-unpriced", message, points: ids(free) }];
}

function idleWarnings(scenario: Scenario, points: readonly Point[]): Warning[] {
  const free = scenario.points.filter(({ inputs: { machine } }, i) => {
    return machine.costs.idle.length === 0 && points[i]!.wakeups.value > 0;
  });
  if (free.length === 0) return [];
  const sheets = [...new Set(free.map((point) => point.inputs.sheet.sheet.name))].join(", ");
  const message = `${sheets} lists no idle states, so waking a sleeping CPU costs only the switch, and notify is too short. List its states under \`idle\`.`;
  return [{ kind: "idle-unpriced", message, points: ids(free) }];
}

function ringWarnings(scenario: Scenario): Warning[] {
  const rings = scenario.points.filter(({ inputs: { machine } }) => {
    const { "ring-put": put, "ring-take": take } = machine.costs.thread;
    return machine.virtqueue !== undefined && !put && !take;
  });
  if (rings.length === 0) return [];
  const message =
    "The cost sheet has no price for work on a virtqueue (descriptors, indexes, memory barriers). That work is free here, so a suppressed doorbell costs nothing. Price it with `ring-put` and `ring-take`.";
  return [{ kind: "ring-unpriced", message, points: ids(rings) }];
}
