import { EVENT, type EventStorage } from "./event-storage.ts";

const { NEXT, NONE } = EVENT;

/*
 * The events of one bucket, linked from the newest to the oldest; such a list is named by its newest slot.
 */

/** Whether the list has at most `length` events. */
export function isWithin(length: number, words: Int32Array, newest: number): boolean {
  let slot = newest;
  for (let seen = 0; seen < length && slot !== NONE; seen++) slot = words[slot + NEXT]!;
  return slot === NONE;
}

/** Whether all events of the list are at one time. */
export function isTied({ words, times }: EventStorage, newest: number): boolean {
  const time = times[newest >> 1]!;
  let slot = newest;
  while (slot !== NONE && times[slot >> 1] === time) slot = words[slot + NEXT]!;
  return slot === NONE;
}

/** Links the list from the oldest to the newest, and returns the oldest. */
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
