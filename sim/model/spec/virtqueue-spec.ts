/** Whether the two sides of a virtqueue spare each other notifications that would tell them nothing new. */
export const suppressions = ["none", "event-idx"] as const;
export type Suppression = (typeof suppressions)[number];

/** A virtqueue: how its sides spare each other notifications, and how many requests it has room for (endless if not given). */
export interface VirtqueueSpec {
  readonly suppression: Suppression;
  readonly size?: number;
}
