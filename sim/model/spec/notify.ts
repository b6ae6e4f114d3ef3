/** Who takes a doorbell: the VMM at once, an iofd in the kernel, or the VMM when it next empties the coalesced ring. */
export const notifies = ["qemu", "iofd", "coalesced"] as const;
/** One way of taking a doorbell. */
export type Notify = (typeof notifies)[number];
/** What a store must match besides the address: the length, the length and the value, or nothing. */
export const matches = ["wildcard", "datamatch", "zero-length"] as const;
/** One match rule. */
export type Match = (typeof matches)[number];
