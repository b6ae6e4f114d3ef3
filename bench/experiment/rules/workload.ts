/** Rules for the guest's requests. */

import type { MachineSpec } from "../../../sim/index.ts";
import { meanRate } from "../../../sim/spec.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import type { Path } from "../input/yaml.ts";
import type { Settings } from "../scenario/schema.ts";

/** Refuses a batch where each request is a doorbell of its own. */
export function workloadFaults({ guest, virtqueue }: Settings, report: ReportFault): Fault[] {
  const { workload } = guest;
  if (workload.kind === "trace" || workload.batch === 1 || virtqueue) return [];
  const message =
    "guest.workload.batch: without a virtqueue each request is a doorbell; set virtqueue.suppression, or leave batch out";
  return [report(["guest", "workload", "batch"], message)];
}

/** Simulated times are exact up to 2^43 of their unit; a longer run is refused, with a factor of two to spare. */
const longest = 2 ** 42;

/** Refuses a run whose requests could take longer than simulated time is exact. */
export function tooLong(requests: number, { workload, work, backend }: MachineSpec, report: ReportFault): Fault[] {
  const faults: Fault[] = [];
  const limit = "simulated time is exact for 73 minutes (2^42 ns); shorten it, or lower run.requests";
  const check = (path: Path, total: number) => {
    if (!(total <= longest)) faults.push(report(path, `${requests} requests would take too long: ${limit}`));
  };
  if (workload.kind === "closed") check(["guest", "workload", "think"], workload.think.mean * requests);
  else if (workload.kind !== "trace") check(["guest", "workload", "rate"], requests / meanRate(workload)!);
  for (const part of ["submit", "answer"] as const) {
    check(["guest", "work", part], (work?.[part]?.mean ?? 0) * requests);
  }
  check(["backend", "service"], (backend.service?.mean ?? 0) * requests);
  return faults;
}
