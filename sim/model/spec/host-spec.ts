/** The CPUs of a host that has fewer of them than threads, or whose threads are told where to run. */
export interface HostSpec {
  readonly cpus: number;
  /** How long a thread runs while others wait for its CPU. */
  readonly slice: number;
  /** How much less than the running thread a woken one must have had, to take its CPU at once. */
  readonly granularity: number;
  /** CPU of each vcpu and of each backend thread; a thread that is not listed floats. */
  readonly pin: { readonly vcpus: readonly number[]; readonly backends: readonly number[] };
}

/**
 * "fair": the lock goes to whoever waited longest, at once and for nothing: an ideal. "futex": it is free once released;
 * the longest sleeper is woken, which takes time, and whoever runs meanwhile may take it first. Who does, marks it as not
 * contended and so wakes nobody; the sleeper that was woken marks it as contended, as glibc's mutex has it.
 */
export const lockKinds = ["fair", "futex"] as const;
export type LockKind = (typeof lockKinds)[number];
