/** HOLD on a bare event queue. Only this file and the reference heap import the engine's inside from outside `sim`. */

import { EventQueue } from "../../sim/engine/queue/event-queue.ts";
import { EVENT } from "../../sim/engine/queue/event-storage.ts";
import { REG } from "../../sim/engine/queue/registers.ts";
import type { EngineModel } from "./engine-models.ts";
import { type IncrementsName, incrementTable } from "./increments.ts";
import { HeapQueue } from "./reference/heap-queue.ts";

const { ARGUMENT } = EVENT;
const { DELAY, NOW } = REG;

/** A queue with its pending events. An operation pops the next event and puts one. */
export interface QueueModel extends EngineModel {
  /** The time of the last popped event. */
  readonly now: () => number;
}

/** Builders of the engine's queue and of the textbook's binary heap, for increments and a number of pending events. */
export const queueModels = { EventQueue: holdEventQueue, HeapQueue: holdHeapQueue } satisfies Record<
  string,
  (increments: IncrementsName, size: number) => QueueModel
>;
export type QueueName = keyof typeof queueModels;

function holdEventQueue(increments: IncrementsName, size: number): QueueModel {
  const queue = new EventQueue();
  const { registers: clock } = queue;
  const delays = incrementTable(increments);
  const put = (delay: number, argument: number) => {
    clock[DELAY] = delay;
    queue.put(0, argument);
  };
  for (let i = 0; i < size; i++) put(delays[i]!, i);
  const run = () => {
    for (let i = 0; i < delays.length; i++) {
      const slot = queue.pop();
      put(delays[i]!, queue.words[slot + ARGUMENT]!);
    }
  };
  return { operations: delays.length, run, now: () => clock[NOW]! };
}

function holdHeapQueue(increments: IncrementsName, size: number): QueueModel {
  const queue = new HeapQueue();
  const delays = incrementTable(increments);
  for (let i = 0; i < size; i++) queue.put(delays[i]!, 0, i);
  const run = () => {
    for (let i = 0; i < delays.length; i++) {
      queue.pop();
      queue.put(delays[i]!, 0, queue.argument);
    }
  };
  return { operations: delays.length, run, now: () => queue.clock[NOW]! };
}
