/** Microbenchmarks of the very code that the simulator runs in its hot path. Timed here, so never part of a result. */

import { Bench } from "tinybench";
import type { Measurement, MicroRow, NativeRow } from "../experiment/result/measurement.ts";
import { hotPathAllocation } from "./allocation.ts";
import { busTasks } from "./bus.ts";
import { coldStart } from "./cold-start.ts";
import { eventFdTasks } from "./eventfd.ts";
import { machineContest } from "./model-speed.ts";
import { contestsOf } from "./native-comparison.ts";
import { queueContest } from "./queue-speed.ts";
import type { Length, MicroTask } from "./task.ts";

/** The suites, and what each times in this thread; the engine and the model only meet others. */
export const microSuites: Readonly<Record<string, (length: Length) => MicroTask[]>> = {
  bus: busTasks,
  eventfd: eventFdTasks,
  engine: () => [],
  model: () => [],
};

/** What a measurement says of microbenchmarks. */
export type MicroMeasurement = Pick<
  Measurement,
  "micro" | "native" | "queue" | "model" | "coldStart" | "allocation" | "absent"
>;

/** Runs suites one task at a time. Nothing else may run meanwhile. `done` is called with each name as it is timed. */
export async function runMicro(
  suites: readonly string[],
  length: Length,
  done: (what: string) => void,
): Promise<MicroMeasurement> {
  const native: NativeRow[] = [];
  const absent: string[] = [];
  for (const suite of ["bus", "engine"] as const) {
    if (!suites.includes(suite)) continue;
    const contests = await contestsOf(suite, length, ({ name, size }) => done(`${name}, ${size}`));
    native.push(...contests.rows);
    absent.push(...contests.absent);
  }
  const queue = suites.includes("engine")
    ? await queueContest(length, ({ increments, size }) => done(`queue, ${increments}, ${size}`))
    : [];
  const model = suites.includes("model") ? await machineContest(length, ({ path }) => done(`machine, ${path}`)) : [];
  const micro = await timedTasks(suites, length, done);
  const allocation = suites.includes("bus") ? hotPathAllocation() : [];
  const cold = suites.includes("engine") ? await coldStart(length) : null;
  return { micro, native, queue, model, coldStart: cold, allocation, absent };
}

async function timedTasks(
  suites: readonly string[],
  length: Length,
  done: (what: string) => void,
): Promise<MicroRow[]> {
  const micro: MicroRow[] = [];
  for (const suite of suites) {
    for (const task of microSuites[suite]!(length)) {
      micro.push({ suite, ...(await timed(task, length)) });
      done(`${task.name}, ${task.size}`);
    }
  }
  return micro;
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
