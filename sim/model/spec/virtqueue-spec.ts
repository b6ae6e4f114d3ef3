/** Whether the two sides of a virtqueue suppress notifications that carry no news (VIRTIO's EVENT_IDX). */
export const suppressions = ["none", "event-idx"] as const;
export type Suppression = (typeof suppressions)[number];

/** A virtqueue; `size` is how many requests it has room for, unlimited if not given. */
export interface VirtqueueSpec {
  readonly suppression: Suppression;
  readonly size?: number;
}
