/** When the guest asks: what a scenario can not ask for. */

import { type GuestWork, meanRate, type Price, type Workload } from "../../../sim/spec.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import type { Path } from "../input/yaml.ts";
import type { Settings } from "../scenario/schema.ts";

/** What no guest can ask for. */
export function workloadFaults({ guest, virtqueue }: Settings, complain: ReportFault): Fault[] {
  const { workload } = guest;
  if (workload.kind === "trace" || workload.batch === 1 || virtqueue) return [];
  const message =
    "guest.workload.batch: without a virtqueue the doorbell itself is the request, and each rings; set virtqueue.suppression";
  return [complain(["guest", "workload", "batch"], message)];
}

/** Simulated times are exact up to 2^43 of their unit; a run that could pass it is refused. */
const longest = 2 ** 42;

/** Refuses a run whose requests could take longer than simulated time is exact. */
export function tooLong(
  requests: number,
  made: { workload: Workload; work?: GuestWork; service: Price | undefined },
  complain: ReportFault,
): Fault[] {
  const { workload, work, service } = made;
  const faults: Fault[] = [];
  const limit = "simulated time is exact for 73 minutes (2^42 ns); shorten it, or lower run.requests";
  const check = (path: Path, total: number) => {
    if (!(total <= longest)) faults.push(complain(path, `${requests} requests would take too long: ${limit}`));
  };
  if (workload.kind === "closed") check(["guest", "workload", "think"], workload.think.mean * requests);
  else if (workload.kind !== "trace") check(["guest", "workload", "rate"], requests / meanRate(workload)!);
  for (const part of ["submit", "answer"] as const) {
    check(["guest", "work", part], (work?.[part]?.mean ?? 0) * requests);
  }
  if (service) check(["backend", "service"], service.mean * requests);
  return faults;
}
