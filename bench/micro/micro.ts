/** Microbenchmarks of the code in the simulator's hot path. They depend on the machine, so no result holds them. */

import { Bench } from "tinybench";
import type { Measurement, MicroRow, NativeRow } from "../experiment/result/measurement.ts";
import { hotPathAllocation } from "./allocation.ts";
import { busTasks } from "./bus.ts";
import { coldStart } from "./cold-start.ts";
import { eventFdTasks } from "./eventfd.ts";
import { compareModelWithEngine } from "./model-speed.ts";
import { compareWithNative } from "./native-comparison.ts";
import { compareQueues } from "./queue-speed.ts";
import { startUp } from "./start-up.ts";
import type { SuiteName } from "./suite-names.ts";
import type { Length, MicroTask } from "./task.ts";

/** The suites, with the tasks that run in this thread. The other suites time whole programs. */
const microSuites: Readonly<Record<SuiteName, (length: Length) => MicroTask[]>> = {
  bus: busTasks,
  eventfd: eventFdTasks,
  engine: () => [],
  model: () => [],
  "start-up": () => [],
};

/** The fields of a measurement that microbenchmarks fill. */
export type MicroMeasurement = Pick<
  Measurement,
  "micro" | "native" | "queue" | "model" | "coldStart" | "startUp" | "allocation" | "absent"
>;

/** Runs suites, one task at a time. Run nothing else meanwhile. Calls `done` with the name of each timed task. */
export async function runMicro(
  suites: readonly SuiteName[],
  length: Length,
  done: (what: string) => void,
): Promise<MicroMeasurement> {
  const native: NativeRow[] = [];
  const absent: string[] = [];
  for (const suite of ["bus", "engine"] as const) {
    if (!suites.includes(suite)) continue;
    const compared = await compareWithNative(suite, length, ({ name, size }) => done(`${name}, ${size}`));
    native.push(...compared.rows);
    absent.push(...compared.absent);
  }
  const queue = suites.includes("engine")
    ? await compareQueues(length, ({ increments, size }) => done(`queue, ${increments}, ${size}`))
    : [];
  const model = suites.includes("model")
    ? await compareModelWithEngine(length, ({ path }) => done(`machine, ${path}`))
    : [];
  const micro = await timeTasks(suites, length, done);
  const allocation = suites.includes("bus") ? hotPathAllocation() : [];
  const cold = suites.includes("engine") ? coldStart(length) : null;
  const started = suites.includes("start-up") ? { startUp: startUp(length) } : {};
  return { micro, native, queue, model, coldStart: cold, ...started, allocation, absent };
}

async function timeTasks(
  suites: readonly SuiteName[],
  length: Length,
  done: (what: string) => void,
): Promise<MicroRow[]> {
  const micro: MicroRow[] = [];
  for (const suite of suites) {
    for (const task of microSuites[suite](length)) {
      micro.push({ suite, ...(await timeTask(task, length)) });
      done(`${task.name}, ${task.size}`);
    }
  }
  return micro;
}

async function timeTask(task: MicroTask, length: Length): Promise<Omit<MicroRow, "suite">> {
  const [warmupTime, time] = length === "short" ? [60, 60] : [200, 400];
  const bench = new Bench({ warmupTime, time, iterations: 10, warmupIterations: 3, retainSamples: true });
  bench.add(task.name, () => task.run());
  await bench.run();
  const { result } = bench.tasks[0]!;
  if (result.state !== "completed")
    throw new Error(`microbenchmark "${task.name}" of size ${task.size} did not complete: ${result.state}`);
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
