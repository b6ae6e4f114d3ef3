import type { EventHandle, Signal, Wait } from "../../engine/index.ts";
import type { ThreadPrices } from "../costs/cost-sampler.ts";
import type { FairScheduler } from "./fair-scheduler.ts";
import type { PollEnd, PreemptionWatch, Reason, Thread } from "./thread.ts";

/** A thread that shares its host's CPUs with others and computes when it is its turn. */
export class SharedThread implements Thread {
  readonly prices: ThreadPrices;
  readonly index: number;
  /** CPU that it is pinned to; null if it floats. */
  readonly pinned: number | null;
  /** Where its process waits for CPU time, or to be woken. */
  readonly line: Signal;
  readonly #host: FairScheduler;
  #state: "spinning" | "asleep" | "neither" = "neither";
  #reason: Reason = "work";
  #watch: PreemptionWatch | null = null;
  /** Its CPU, null while it has none, and its last one. */
  cpu: number | null = null;
  lastCpu = 0;
  /** Polls only as long as no other thread wants its CPU. */
  yieldsOnDemand = false;
  /** Event that ends its poll. */
  #deadline: EventHandle | null = null;
  /** On its CPU without work: its process is about to ask for more. */
  awaitingNext = false;
  /** CPU time that it still wants. */
  remaining = 0;
  sliceRuntime = 0;
  vruntime = 0;
  queuedAt = 0;
  #busy = 0;
  #delayed = 0;
  #leaving = 0;
  #switching = 0;

  constructor(host: FairScheduler, at: { prices: ThreadPrices; line: Signal; pinned: number | null; index: number }) {
    this.#host = host;
    this.prices = at.prices;
    this.line = at.line;
    this.pinned = at.pinned;
    this.index = at.index;
    this.lastCpu = at.pinned ?? 0;
  }

  get busy(): number {
    return this.#busy;
  }

  get delayed(): number {
    return this.#delayed;
  }

  get leaving(): number {
    return this.#leaving;
  }

  get switching(): number {
    return this.#switching;
  }

  get asleep(): boolean {
    return this.#state === "asleep" && this.#reason === "work";
  }

  get running(): boolean {
    return this.cpu !== null;
  }

  watch(by: PreemptionWatch | null): void {
    this.#watch = by;
  }

  run(duration: number): Wait {
    this.remaining += duration;
    this.awaitingNext = false;
    return this.#host.request(this);
  }

  pause(duration: number): Wait {
    this.#host.release(this);
    this.#host.enqueueAfter(this, duration);
    return this.line.wait();
  }

  spin(duration: number, reason: Reason = "work"): Wait {
    this.#state = "spinning";
    this.#reason = reason;
    return this.run(duration);
  }

  poll(duration: number, until: PollEnd): Wait {
    this.yieldsOnDemand = until === "wanted";
    if (this.yieldsOnDemand && this.#host.isWanted(this)) return this.spin(0);
    this.#deadline = this.#host.expireAfter(this, duration);
    return this.spin(Infinity);
  }

  endSpin(): void {
    this.#state = "neither";
    this.yieldsOnDemand = false;
    if (this.#deadline !== null) this.#host.callOff(this.#deadline);
    this.#deadline = null;
  }

  /** For the scheduler: the poll's time on the clock is over, on a CPU or not. */
  expired(): void {
    this.#deadline = null;
    this.#host.cutShort(this);
  }

  sleep(reason: Reason = "work"): Wait {
    this.#state = "asleep";
    this.#reason = reason;
    this.#host.release(this);
    return this.line.wait();
  }

  resume(): Wait {
    return this.run(0);
  }

  resumeOwner(): Wait {
    return this.run(0);
  }

  wake(reason: Reason = "work"): "spinning" | "asleep" | "neither" {
    const state = this.#state;
    if (this.#reason !== reason) return "neither";
    this.#state = "neither";
    if (state === "spinning") this.#host.cutShort(this);
    if (state === "asleep") this.line.notify();
    return state;
  }

  finish(): void {
    this.#host.release(this);
  }

  checkTime(): void {
    this.#host.checkTime();
  }

  /** For the scheduler: it computed for `duration`. */
  did(duration: number): void {
    this.remaining -= duration;
    this.sliceRuntime += duration;
    this.vruntime += duration;
    this.#busy += duration;
  }

  /** For the scheduler: it got a CPU after it queued, the CPU left its idle state and switched to it. */
  waited({ queued, leaving, switching }: { queued: number; leaving: number; switching: number }): void {
    this.#delayed += queued + leaving + switching;
    this.#leaving += leaving;
    this.#switching += switching;
  }

  /** Rest of the switch to it; its slice begins behind it. */
  get unswitched(): number {
    return Math.max(0, -this.sliceRuntime);
  }

  /** For the scheduler: it was preempted before the switch to it was done. The next switch is a new one. */
  unswitch(): void {
    const rest = this.unswitched;
    this.remaining -= rest;
    this.waited({ queued: 0, leaving: 0, switching: -rest });
  }

  /** For the scheduler: it was preempted. */
  lost(): void {
    this.#watch?.preempted();
  }

  /** For the scheduler: its work is done. */
  done(): void {
    this.remaining = 0;
    this.awaitingNext = true;
    this.line.notify();
  }
}
