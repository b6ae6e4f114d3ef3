import { EVENT } from "./event-storage.ts";

const { NEXT, NONE } = EVENT;

/*
 * Events at one time, linked oldest to newest and from the newest back to the oldest. A circle is named by its newest slot,
 * plus 1 if there are several (slots are multiples of 8), so that the usual circle of one costs no memory access.
 */

/** The circle with `slot` added as its newest. */
export function join(words: Int32Array, circle: number, slot: number): number {
  const last = circle & ~1;
  words[slot + NEXT] = circle === last ? last : words[last + NEXT]!;
  words[last + NEXT] = slot;
  return slot + 1;
}

/** The circle with `slot` added as its oldest. */
export function joinOlder(words: Int32Array, circle: number, slot: number): number {
  const last = circle & ~1;
  words[slot + NEXT] = circle === last ? last : words[last + NEXT]!;
  words[last + NEXT] = slot;
  return last + 1;
}

/** The oldest slot of a circle. */
export function oldestOf(words: Int32Array, circle: number): number {
  return (circle & 1) === 0 ? circle : words[circle - 1 + NEXT]!;
}

/** A circle of several without its oldest slot. */
export function withoutOldest(words: Int32Array, circle: number): number {
  const last = circle - 1;
  const second = words[words[last + NEXT]! + NEXT]!;
  if (second === last) return last;
  words[last + NEXT] = second;
  return circle;
}

/** Calls `visit` with each slot, oldest first; it may change the slot's link. */
export function forEachIn(words: Int32Array, circle: number, visit: (slot: number) => void): void {
  const last = circle & ~1;
  for (let slot = oldestOf(words, circle); slot !== last; ) {
    const next = words[slot + NEXT]!;
    visit(slot);
    slot = next;
  }
  visit(last);
}

/** The circle of those slots for which `keep` holds, or NONE. */
export function filtered(words: Int32Array, circle: number, keep: (slot: number) => boolean): number {
  let kept: number = NONE;
  forEachIn(words, circle, (slot) => {
    if (keep(slot)) kept = kept === NONE ? slot : join(words, kept, slot);
  });
  return kept;
}
