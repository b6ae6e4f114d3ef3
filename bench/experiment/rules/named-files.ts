/** Rules for the files that settings name. */

import { type Place, type RecordedDoorbell, writtenRegions } from "../../trace/regions.ts";
import { type Trace, TraceError } from "../../trace/trace.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import type { Inputs } from "../scenario/inputs.ts";
import type { Settings } from "../scenario/schema.ts";

/** Checks the files, even where the settings themselves have faults. */
export function fileFaults(settings: NamedFiles, inputs: Inputs, report: ReportFault): Fault[] {
  const { costs, guest } = settings;
  const file = guest?.workload?.file;
  return [
    ...(typeof costs === "string" ? sheetFaults(costs, inputs, report) : []),
    ...(typeof file === "string" ? traceFaults(file, inputs, report) : []),
  ];
}

/** Settings that are not checked yet, as far as they name files. */
export interface NamedFiles {
  readonly costs?: unknown;
  readonly guest?: { readonly workload?: { readonly kind?: unknown; readonly file?: unknown } | null } | null;
}

function sheetFaults(file: string, inputs: Inputs, report: ReportFault): readonly Fault[] {
  const message = `no cost sheet "${file}" beside this file; shipped: ${inputs.shippedSheets.join(", ")}`;
  return inputs.sheet(file)?.faults ?? [report(["costs"], message)];
}

function traceFaults(file: string, inputs: Inputs, report: ReportFault): Fault[] {
  const place = ["guest", "workload", "file"];
  try {
    return inputs.trace(file) ? [] : [report(place, `no trace file "${file}" beside this file`)];
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    return [report(place, error.message)];
  }
}

/** The trace must ring the doorbell that the guest is said to ring, from one vcpu. */
export function doorbellFaults(
  { guest }: Settings,
  { trace, recorded, place }: { trace: Trace; recorded: RecordedDoorbell; place: Place },
  report: ReportFault,
): Fault[] {
  const { arrivals, threads } = recorded;
  const faults = guest.vcpus > 1 ? [report(["guest", "vcpus"], "a trace is replayed on one vcpu")] : [];
  if (threads > 1) {
    const message = `${threads} vcpus ring this doorbell in the trace, and one is replayed; cut the trace to one thread`;
    faults.push(report(["guest", "workload", "file"], message));
  }
  if (arrivals.length >= 2) return faults;
  const seen = writtenRegions(trace).slice(0, 5);
  const most = seen.map((r) => `${r.writes} x ${r.len} bytes at ${r.space} 0x${r.address.toString(16)}`).join("; ");
  const { space, address, len } = place;
  const message = `the trace has no two ${len}-byte writes to ${space} 0x${address.toString(16)}; most written: ${most}`;
  return [...faults, report(["guest", space === "pio" ? "port" : "gpa"], message)];
}
