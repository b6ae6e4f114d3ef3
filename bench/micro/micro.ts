/** Microbenchmarks of the very code that the simulator runs in its hot path. Timed here, so never part of a result. */

import { Bench } from "tinybench";
import type { Measurement, MicroRow } from "../result.ts";
import { busAgainstNative } from "./against-native.ts";
import { hotPathAllocation } from "./allocation.ts";
import { busTasks } from "./bus.ts";
import { engineTasks } from "./engine.ts";
import { eventFdTasks } from "./eventfd.ts";
import type { Length, MicroTask } from "./task.ts";

export const microSuites: Readonly<Record<string, (length: Length) => MicroTask[]>> = {
  bus: busTasks,
  eventfd: eventFdTasks,
  engine: engineTasks,
};

/** What a measurement says of microbenchmarks. */
export type MicroMeasurement = Pick<Measurement, "micro" | "native" | "allocation" | "absent">;

/** Runs suites one task at a time in this thread. Nothing else may run meanwhile. */
export async function runMicro(suites: readonly string[], length: Length): Promise<MicroMeasurement> {
  // First, while only one dispatcher has run in this process, as in a program that uses one kernel.
  const bus = suites.includes("bus") ? busAgainstNative(length) : { rows: [], absent: null };
  const micro: MicroRow[] = [];
  for (const suite of suites) {
    for (const task of microSuites[suite]!(length)) micro.push({ suite, ...(await timed(task, length)) });
  }
  const allocation = suites.includes("bus") ? hotPathAllocation() : [];
  return { micro, native: bus.rows, allocation, absent: bus.absent === null ? [] : [bus.absent] };
}

async function timed(task: MicroTask, length: Length): Promise<Omit<MicroRow, "suite">> {
  const [warmupTime, time] = length === "short" ? [60, 60] : [200, 400];
  const bench = new Bench({ warmupTime, time, iterations: 10, warmupIterations: 3, retainSamples: true });
  bench.add(task.name, () => task.run());
  await bench.run();
  const { result } = bench.tasks[0]!;
  if (result.state !== "completed")
    throw new Error(`microbenchmark ${task.name} (${task.size}) ended as ${result.state}`);
  const { latency } = result;
  const nanoseconds = (milliseconds: number) => (milliseconds * 1e6) / task.operations;
  const samples = latency.samples!;
  return {
    name: task.name,
    size: task.size,
    median: nanoseconds(latency.p50),
    low: nanoseconds(samples[Math.floor(samples.length * 0.1)]!),
    high: nanoseconds(samples[Math.floor(samples.length * 0.9)]!),
    samples: latency.samplesCount,
    ...(task.comparisons !== undefined && { comparisons: task.comparisons }),
  };
}
