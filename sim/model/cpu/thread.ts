import { Signal, type Simulation, type Wait } from "../../engine/index.ts";
import type { Draw, ThreadPrices } from "../costs/cost-sampler.ts";
import type { IdleState } from "../costs/cost-sheet.ts";
import { exitLatency } from "../costs/idle-state.ts";

/** Why a thread sleeps. Only a wake-up for the same reason ends the sleep. */
export type Reason = "work" | "lock";

/** What ends a poll early: "wanted": another thread wants its CPU; "over": nothing. */
export type PollEnd = "wanted" | "over";

/** Told when a thread is preempted. */
export interface PreemptionWatch {
  preempted(): void;
}

/** A host thread as the CPUs see it: it computes, spins, pauses or sleeps. */
export interface Thread {
  readonly prices: ThreadPrices;
  /** Time on a CPU so far, including switches and spinning. */
  readonly busy: number;
  /** Computes for `duration`. */
  run(duration: number): Wait;
  /** Passes `duration` without a CPU; a timer ends it. */
  pause(duration: number): Wait;
  /** Computes for `duration`, or until `wake` for this reason. Call `endSpin` afterwards. */
  spin(duration: number, reason?: Reason): Wait;
  /** Polls until `duration` has passed on the clock, or until `wake`, or as `until` says. Call `endSpin` afterwards. */
  poll(duration: number, until: PollEnd): Wait;
  endSpin(): void;
  /** Gives up the CPU until `wake` for this reason. Call `resume` afterwards. */
  sleep(reason?: Reason): Wait;
  /** From the wake-up until it runs: its CPU leaves the idle state and switches to it. */
  resume(): Wait;
  /** The same for a thread that was handed a lock: waking it costs nothing. */
  resumeOwner(): Wait;
  /** Whether it sleeps and waits for work. */
  readonly asleep: boolean;
  /** Ends a spin or sleep for this reason. Returns what the thread was doing. */
  wake(reason?: Reason): "spinning" | "asleep" | "neither";
  /** Whether it has a CPU. */
  readonly running: boolean;
  /** Sets who is told of preemptions; null: nobody. */
  watch(by: PreemptionWatch | null): void;
  finish(): void;
  /** Time so far that it wanted to run and had to wait, on shared CPUs. */
  readonly delayed: number;
  /** Time so far that CPUs left idle states for it, and switched to it. */
  readonly leaving: number;
  readonly switching: number;
  /** Throws unless the thread's time is all accounted for. */
  checkTime(): void;
}

/** A thread with a CPU of its own: only its own sleep keeps it from running. */
export class OwnCpu implements Thread {
  readonly prices: ThreadPrices;
  readonly delayed = 0;
  readonly running = true;
  readonly #sim: Simulation;
  readonly #idle: readonly IdleState[];
  readonly #waiting: Signal;
  readonly #contextSwitch: Draw;
  #state: "spinning" | "asleep" | "neither" = "neither";
  #reason: Reason = "work";
  #since = 0;
  #busy = 0;
  #idled = 0;
  #leaving = 0;
  #switching = 0;

  constructor(sim: Simulation, at: { prices: ThreadPrices; idle: readonly IdleState[]; waitsFor: string }) {
    this.#sim = sim;
    this.prices = at.prices;
    this.#idle = at.idle;
    this.#contextSwitch = at.prices.of("context-switch");
    this.#waiting = new Signal(sim, at.waitsFor);
  }

  get busy(): number {
    return this.#busy;
  }

  get leaving(): number {
    return this.#leaving;
  }

  get switching(): number {
    return this.#switching;
  }

  run(duration: number): Wait {
    this.#busy += duration;
    return this.#sim.hold(duration);
  }

  pause(duration: number): Wait {
    this.#idled += duration;
    return this.#sim.hold(duration);
  }

  spin(duration: number, reason: Reason = "work"): Wait {
    this.#state = "spinning";
    this.#reason = reason;
    this.#since = this.#sim.now;
    const wait = this.#waiting.wait();
    return duration < Infinity ? this.#sim.withTimeout(wait, duration) : wait;
  }

  poll(duration: number): Wait {
    return this.spin(duration);
  }

  endSpin(): void {
    this.#state = "neither";
    this.#busy += this.#sim.now - this.#since;
  }

  sleep(reason: Reason = "work"): Wait {
    this.#reason = reason;
    this.#state = "asleep";
    this.#since = this.#sim.now;
    return this.#waiting.wait();
  }

  resume(): Wait {
    const slept = this.#sim.now - this.#since;
    const latency = exitLatency(this.#idle, slept);
    const contextSwitch = this.#contextSwitch();
    this.#idled += slept + latency;
    this.#busy += contextSwitch;
    this.#leaving += latency;
    this.#switching += contextSwitch;
    return this.#sim.hold(latency + contextSwitch);
  }

  resumeOwner(): Wait {
    this.#idled += this.#sim.now - this.#since;
    return this.#sim.hold(0);
  }

  get asleep(): boolean {
    return this.#state === "asleep" && this.#reason === "work" && this.#waiting.waiting > 0;
  }

  wake(reason: Reason = "work"): "spinning" | "asleep" | "neither" {
    const state = this.#state;
    if (this.#waiting.waiting === 0 || this.#reason !== reason) return "neither";
    this.#state = "neither";
    this.#waiting.notify();
    return state;
  }

  watch(): void {}

  finish(): void {}

  checkTime(): void {
    const open = this.#waiting.waiting > 0 ? this.#sim.now - this.#since : 0;
    const known = this.#busy + this.#idled + open;
    if (Math.abs(known - this.#sim.now) > 1e-9 * this.#sim.now) {
      throw new Error(`of ${this.#sim.now} the thread can account for ${known}`);
    }
  }
}
