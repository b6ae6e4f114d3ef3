/** CPUs that all threads share. */
export interface HostSpec {
  readonly cpus: number;
  /** How long a thread runs while others wait for its CPU. */
  readonly slice: number;
  /** A woken thread preempts if its vruntime is smaller by more than this (`sched_wakeup_granularity_ns`). */
  readonly granularity: number;
  /** CPU of each vcpu and of each backend thread; threads that are not listed float. */
  readonly pin: { readonly vcpus: readonly number[]; readonly backends: readonly number[] };
}

/**
 * "fair" hands the lock to the longest waiter, at once and at no cost: an ideal. "futex" frees the lock and wakes the
 * longest sleeper, which takes time; a running thread may take it first. As in glibc's mutex, that thread marks the
 * lock uncontended and so wakes nobody; the woken sleeper marks it contended.
 */
export const lockKinds = ["fair", "futex"] as const;
export type LockKind = (typeof lockKinds)[number];
