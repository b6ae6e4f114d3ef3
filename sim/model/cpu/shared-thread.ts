import type { EventHandle, Signal, Wait } from "../../engine/index.ts";
import type { ThreadPrices } from "../costs/cost-sampler.ts";
import type { FairScheduler } from "./fair-scheduler.ts";
import type { PollEnd, PreemptionWatch, Reason, Thread } from "./thread.ts";

/** A thread that shares its host's CPUs with others: what it asks for, it gets when it is its turn. */
export class SharedThread implements Thread {
  readonly prices: ThreadPrices;
  readonly index: number;
  /** The CPU it is pinned to; null if it floats. */
  readonly pinned: number | null;
  /** Where the process of this thread waits for its CPU time, or for a nudge. */
  readonly line: Signal;
  readonly #host: FairScheduler;
  #state: "spinning" | "asleep" | "neither" = "neither";
  #reason: Reason = "work";
  #watch: PreemptionWatch | null = null;
  /** The CPU that it has, and the one that it had last. */
  cpu: number | null = null;
  lastCpu = 0;
  /** Polling only for as long as nobody else wants its CPU. */
  yieldsOnDemand = false;
  /** Ends its poll. */
  #deadline: EventHandle | null = null;
  /** On its CPU with nothing asked for: its process is about to say what comes next. */
  awaitingNext = false;
  // Fractions, so that V8 makes room for doubles and never makes an object for a new value.
  /** CPU time that it still wants, had in its present turn, and has had as the scheduler counts it. */
  remaining = 0.5;
  sliceRuntime = 0.5;
  vruntime = 0.5;
  queuedAt = 0.5;
  #busy = 0.5;
  #delayed = 0.5;
  #leaving = 0.5;
  #switching = 0.5;

  constructor(host: FairScheduler, at: { prices: ThreadPrices; line: Signal; pinned: number | null; index: number }) {
    this.#host = host;
    this.prices = at.prices;
    this.line = at.line;
    this.pinned = at.pinned;
    this.index = at.index;
    this.lastCpu = at.pinned ?? 0;
    this.remaining = 0;
    this.sliceRuntime = 0;
    this.vruntime = 0;
    this.queuedAt = 0;
    this.#busy = 0;
    this.#delayed = 0;
    this.#leaving = 0;
    this.#switching = 0;
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

  /** The scheduler: the time for which it was to poll is over, whether or not it had a CPU all the while. */
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

  /** The scheduler: it computed for `duration`. */
  did(duration: number): void {
    this.remaining -= duration;
    this.sliceRuntime += duration;
    this.vruntime += duration;
    this.#busy += duration;
  }

  /** The scheduler: it wanted to run, and has a CPU after it queued, the CPU left its idle state and switched to it. */
  waited({ queued, leaving, switching }: { queued: number; leaving: number; switching: number }): void {
    this.#delayed += queued + leaving + switching;
    this.#leaving += leaving;
    this.#switching += switching;
  }

  /** What is left of the switch to it: its slice begins behind it. */
  get unswitched(): number {
    return Math.max(0, -this.sliceRuntime);
  }

  /** The scheduler: another thread has its CPU before the switch to it was done. The next one is a new one. */
  unswitch(): void {
    const rest = this.unswitched;
    this.remaining -= rest;
    this.waited({ queued: 0, leaving: 0, switching: -rest });
  }

  /** The scheduler: another thread has its CPU. */
  lost(): void {
    this.#watch?.preempted();
  }

  /** The scheduler: it has had what it wanted. */
  done(): void {
    this.remaining = 0;
    this.awaitingNext = true;
    this.line.notify();
  }
}
