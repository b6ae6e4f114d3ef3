/**
 * Index arithmetic of virtio's EVENT_IDX (VIRTIO 1.2, 2.7.10 and 2.7.7.2): free-running 16-bit indexes, compared modulo
 * 2^16.
 */

/** `index` as the ring stores it. */
export function u16(index: number): number {
  return index & 0xffff;
}

/**
 * Whether moving an index from `before` to `after` passes `event`, where the other side asked to be notified
 * (`vring_need_event`).
 */
export function needsEvent(event: number, after: number, before: number): boolean {
  return u16(after - event - 1) < u16(after - before);
}
