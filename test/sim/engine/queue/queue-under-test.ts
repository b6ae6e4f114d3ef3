import { HeapQueue } from "../../../../bench/micro/reference/heap-queue.ts";
import { EventQueue } from "../../../../sim/engine/queue/event-queue.ts";
import { EVENT } from "../../../../sim/engine/queue/event-storage.ts";
import { REG } from "../../../../sim/engine/queue/registers.ts";

/** What every queue of future events can do, in the words of the tests. */
export interface QueueUnderTest {
  /** Inserts an event at now + delay and returns what `cancel` is to be given. */
  put(delay: number, argument: number): number;
  cancel(key: number): void;
  /** The argument of the next event not after `limit`, and -1 if there is none. */
  pop(limit: number): number;
  readonly now: number;
}

export function eventQueue(): QueueUnderTest & { readonly queue: EventQueue } {
  const queue = new EventQueue();
  return {
    queue,
    put(delay, argument) {
      queue.registers[REG.DELAY] = delay;
      return queue.put(7, argument);
    },
    cancel: (key) => queue.cancel(key),
    pop(limit) {
      queue.registers[REG.LIMIT] = limit;
      const slot = queue.pop();
      return slot === EVENT.NONE ? -1 : queue.words[slot + EVENT.ARGUMENT]!;
    },
    get now() {
      return queue.now;
    },
  };
}

export function heapQueue(): QueueUnderTest {
  const queue = new HeapQueue();
  return {
    put: (delay, argument) => queue.put(delay, 7, argument),
    cancel: (key) => queue.cancel(key),
    pop(limit) {
      queue.clock[REG.LIMIT] = limit;
      return queue.pop() === EVENT.NONE ? -1 : queue.argument;
    },
    get now() {
      return queue.clock[REG.NOW]!;
    },
  };
}

/** The definition: an array kept in order of time and insertion. */
export function sortedArray(): QueueUnderTest {
  const events: { time: number; key: number; argument: number }[] = [];
  let now = 0;
  let inserted = 0;
  return {
    put(delay, argument) {
      const time = now + delay;
      const key = inserted++;
      const after = events.findIndex((event) => event.time > time);
      events.splice(after < 0 ? events.length : after, 0, { time, key, argument });
      return key;
    },
    cancel(key) {
      events.splice(
        events.findIndex((event) => event.key === key),
        1,
      );
    },
    pop(limit) {
      if (events.length === 0 || events[0]!.time > limit) return -1;
      const event = events.shift()!;
      now = event.time;
      return event.argument;
    },
    get now() {
      return now;
    },
  };
}
