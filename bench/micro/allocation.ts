/** Garbage of the hot path, in bytes of heap an operation. */

import type { AllocationRow } from "../experiment/result/measurement.ts";
import { busTasks } from "./bus.ts";
import { eventFdTasks } from "./eventfd.ts";

const repeats = 200;

/** Measures the growth of the used heap over many operations. Each value is the least of several tries. */
export function hotPathAllocation(): AllocationRow[] {
  const write = busTasks("short").find(({ name, size }) => name === "upstream hit" && size === 1000)!;
  const [signal] = eventFdTasks();
  return [
    { name: "IoBus.write, upstream, 1000 registered", bytes: bytesPerOperation(write) },
    { name: "EventFd.signal", bytes: bytesPerOperation(signal!) },
  ];
}

function bytesPerOperation({ run, operations }: { run(): void; operations: number }): number {
  for (let i = 0; i < repeats; i++) run(); // lets V8 compile it first
  const tries = Array.from({ length: 5 }, () => {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < repeats; i++) run();
    return Math.max(0, process.memoryUsage().heapUsed - before) / (repeats * operations);
  });
  return Math.min(...tries);
}
