import { EVENT, type EventStorage } from "./event-storage.ts";

const { NEXT, NONE } = EVENT;

/*
 * The events of one bucket form a list, linked from the newest to the oldest. `newest`, its first slot, stands for it.
 */

/** Whether the list has at most `length` events. */
export function isWithin(length: number, words: Int32Array, newest: number): boolean {
  let slot = newest;
  for (let seen = 0; seen < length && slot !== NONE; seen++) slot = words[slot + NEXT]!;
  return slot === NONE;
}

/** Whether all events of the list have the same time. */
export function isTied({ words, times }: EventStorage, newest: number): boolean {
  const time = times[newest >> 1]!;
  let slot = newest;
  while (slot !== NONE && times[slot >> 1] === time) slot = words[slot + NEXT]!;
  return slot === NONE;
}

/** Relinks the list from the oldest to the newest, and returns the oldest slot. */
export function reversed(words: Int32Array, newest: number): number {
  let newer: number = NONE;
  for (let slot = newest; slot !== NONE; ) {
    const older = words[slot + NEXT]!;
    words[slot + NEXT] = newer;
    newer = slot;
    slot = older;
  }
  return newer;
}
