/** The expected check value of each workload, computed without an engine. */

import { exponentials, increments, seeds } from "./draws.ts";
import { type Assignment, utilisation } from "./workload.ts";

/** HOLD: the final clock. M/M/1: the mean wait in the queue. Ping-pong: the wake-ups of the second process. */
export function expectedCheck({ workload, size, operations, warmup }: Assignment): number {
  if (workload === "hold") return holdClock(size, operations + warmup);
  return workload === "mm1" ? meanWait(operations) : (operations + warmup) / 2;
}

/** The clock of HOLD after `events` events with `size` pending. A binary heap holds their times. */
export function holdClock(size: number, events: number): number {
  const delays = exponentials(seeds.hold, increments);
  const heap = delays.slice(0, size).sort();
  let clock = 0;
  for (let i = 0; i < events; i++) {
    clock = heap[0]!;
    replaceRoot(heap, clock + delays[(size + i) & (increments - 1)]!);
  }
  return clock;
}

function replaceRoot(heap: Float64Array, time: number): void {
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
    if (heap[child]! >= time) break;
    heap[place] = heap[child]!;
    place = child;
  }
  heap[place] = time;
}

/** Lindley's recursion: a wait is the previous wait plus the previous service minus the gap, and at least 0. */
export function meanWait(customers: number): number {
  const gaps = exponentials(seeds.gaps, customers);
  const services = exponentials(seeds.services, customers);
  let [wait, sum] = [0, 0];
  for (let i = 1; i < customers; i++) {
    wait = Math.max(0, wait + services[i - 1]! - gaps[i]! / utilisation);
    sum += wait;
  }
  return sum / customers;
}
