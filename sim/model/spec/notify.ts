/** Who takes a doorbell: the VMM at once, an iofd in the kernel, or the VMM whenever it next looks into the coalesced ring. */
export const notifies = ["qemu", "iofd", "coalesced"] as const;
/** One of these ways. */
export type Notify = (typeof notifies)[number];
/** What else than the address a store must have: the length, the length and the value, or nothing. */
export const matches = ["wildcard", "datamatch", "zero-length"] as const;
/** One of these conditions. */
export type Match = (typeof matches)[number];
