/** HOLD on a queue of future events alone: the only file outside `sim` that reaches past its entries, to time their inside. */

import { EventQueue } from "../../sim/engine/queue/event-queue.ts";
import { EVENT } from "../../sim/engine/queue/event-storage.ts";
import { REG } from "../../sim/engine/queue/registers.ts";
import type { EngineModel } from "./engine-models.ts";
import { type IncrementsName, incrementTable } from "./increments.ts";
import { HeapQueue } from "./reference/heap-queue.ts";

const { ARGUMENT } = EVENT;
const { DELAY, NOW } = REG;

/** A queue that stands ready; an operation takes the next event out and puts one in. */
export interface QueueModel extends EngineModel {
  /** The instant of the event taken last. */
  readonly now: () => number;
}

/** What the engine uses, and the textbook's binary heap: each for its increments and a number of pending events. */
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
