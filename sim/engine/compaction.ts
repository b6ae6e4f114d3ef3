import { PROCESS_EVENT, type ProcessTable } from "./process/process-table.ts";
import type { EventHandles } from "./queue/event-handles.ts";
import type { EventQueue } from "./queue/event-queue.ts";
import { EVENT } from "./queue/event-storage.ts";
import { REG } from "./queue/registers.ts";

const { ARGUMENT, HANDLER, NONE } = EVENT;
const { DELAY, LIMIT, NOW } = REG;

interface Pending {
  readonly time: number;
  readonly handler: number;
  readonly argument: number;
  readonly handle: number;
  readonly slot: number;
}

/**
 * Moves all events to a small storage: after a burst, a few may lie scattered over storage for millions. Updates the
 * handles and processes that refer to them. The immediate queue must be empty.
 */
export function compact(queue: EventQueue, handles: EventHandles, processes: ProcessTable): void {
  const now = queue.registers[NOW]!;
  const limit = queue.registers[LIMIT]!;
  const { instantLimit } = queue;
  queue.instantLimit = Number.POSITIVE_INFINITY;
  const pending = takeAll(queue, handles);
  queue.shrink(pending.length);
  queue.registers[NOW] = 0; // each delay below is then a time
  const moves = new Map<number, number>();
  const events = new Map<number, number>();
  for (const { time, handler, argument, handle, slot } of pending) {
    queue.registers[DELAY] = time;
    const place = queue.put(handler, argument);
    if (handler <= PROCESS_EVENT.START) events.set(slot, place);
    else moves.set(handle, place);
  }
  queue.restart(now);
  queue.registers[LIMIT] = limit;
  queue.instantLimit = instantLimit;
  handles.move(moves);
  processes.move(events);
}

function takeAll(queue: EventQueue, handles: EventHandles): Pending[] {
  const pending: Pending[] = [];
  queue.registers[LIMIT] = Number.POSITIVE_INFINITY;
  for (;;) {
    const slot = queue.pop();
    if (slot === NONE) return pending;
    const time = queue.registers[NOW]!;
    const handler = queue.words[slot + HANDLER]!;
    pending.push({ time, handler, argument: queue.words[slot + ARGUMENT]!, handle: handles.previousOf(slot), slot });
  }
}
