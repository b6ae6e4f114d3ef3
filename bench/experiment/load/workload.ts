/** When the guest asks: from the scenario's words to the model's. */

import type { GuestWork, MachineSpec, Price, Workload } from "../../../sim/index.ts";
import type { Fault } from "../input/fault.ts";
import type { Path } from "../input/yaml.ts";
import type { Settings } from "../scenario/schema.ts";
import type { Complain, UnitOfSheet } from "./sheet-units.ts";

/** The model's workload; `recorded` holds the arrivals of a trace. */
export function workloadOf(
  asked: Settings["guest"]["workload"],
  recorded: readonly number[],
  unit: UnitOfSheet,
): Workload {
  const at = (key: string) => ["guest", "workload", key];
  if (asked.kind === "trace") return { kind: "trace", arrivals: recorded };
  if (asked.kind === "on-off") return { ...asked, on: unit.of(asked.on, at("on")), off: unit.of(asked.off, at("off")) };
  if (asked.kind !== "closed") return asked;
  const mean = asked.think ? unit.of(asked.think.mean, at("think")) : 0;
  const think = { kind: asked.think?.distribution ?? "constant", mean };
  return { kind: "closed", think, batch: asked.batch, ...(asked.depth !== undefined && { depth: asked.depth }) };
}

/** What no guest can ask for. */
export function workloadFaults({ guest, virtqueue }: Settings, complain: Complain): Fault[] {
  const { workload } = guest;
  if (workload.kind === "trace" || workload.batch === 1 || virtqueue) return [];
  const message =
    "guest.workload.batch: without a virtqueue the doorbell itself is the request, and each rings; set virtqueue.suppression";
  return [complain(["guest", "workload", "batch"], message)];
}

/** The model's work of the guest on each request, if there is any. */
export function workOf(asked: Settings["guest"]["work"], unit: UnitOfSheet): Pick<MachineSpec, "work"> {
  const of = (part: keyof GuestWork): Price | undefined => {
    const { mean, distribution } = asked[part] ?? {};
    return mean && { kind: distribution ?? "constant", mean: unit.of(mean, ["guest", "work", part]) };
  };
  const work: GuestWork = { submit: of("submit"), answer: of("answer") };
  return work.submit || work.answer ? { work } : {};
}

/** Simulated times are exact up to 2^43 of their unit; a run that could pass it is refused. */
const longest = 2 ** 42;

/** Refuses a run whose requests could take longer than simulated time is exact. */
export function tooLong(
  requests: number,
  made: { workload: Workload; work?: GuestWork; service: Price | undefined },
  complain: Complain,
): Fault[] {
  const { workload, work, service } = made;
  const faults: Fault[] = [];
  const limit = "simulated time is exact for 73 minutes (2^42 ns); shorten it, or lower run.requests";
  const check = (path: Path, total: number) => {
    if (!(total <= longest)) faults.push(complain(path, `${requests} requests would take too long: ${limit}`));
  };
  if (workload.kind === "closed") check(["guest", "workload", "think"], workload.think.mean * requests);
  else if (workload.kind !== "trace") check(["guest", "workload", "rate"], (requests / meanRate(workload)) * 1e9);
  for (const part of ["submit", "answer"] as const) {
    check(["guest", "work", part], (work?.[part]?.mean ?? 0) * requests);
  }
  if (service) check(["backend", "service"], service.mean * requests);
  return faults;
}

function meanRate(workload: Exclude<Workload, { kind: "closed" | "trace" }>): number {
  return workload.kind === "on-off" ? (workload.rate * workload.on) / (workload.on + workload.off) : workload.rate;
}
