/** Facts that depend on this machine and this day. */

import { availableParallelism, cpus, release, type as system } from "node:os";
import { type Measurement, measurementFormat } from "../../experiment/result/measurement.ts";
import { version } from "../files/locations.ts";
import { v8Option } from "./v8-options.ts";

/** The content of a measurement file: this machine, its software, the date, and the timings in `timed`. */
export function measure(timed: Pick<Measurement, "workers"> & Partial<Measurement>): Measurement {
  return {
    format: measurementFormat,
    iofd: version,
    date: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model ?? "unknown",
      cores: availableParallelism(),
      os: `${system()} ${release()}`,
      node: process.version,
      v8: v8Option,
    },
    workers: timed.workers,
    runs: timed.runs ?? [],
    micro: timed.micro ?? [],
    native: timed.native ?? [],
    coldStart: timed.coldStart ?? null,
    ...(timed.startUp && { startUp: timed.startUp }),
    allocation: timed.allocation ?? [],
    ...(timed.queue && { queue: timed.queue }),
    ...(timed.model && { model: timed.model }),
    ...(timed.peers && { peers: timed.peers }),
    absent: timed.absent ?? [],
  };
}
