import { Signal, type Simulation, type Wait } from "../../engine/index.ts";
import type { Draw, ThreadPrices } from "../costs/cost-sampler.ts";
import type { IdleState } from "../costs/cost-sheet.ts";
import { exitLatency } from "../costs/idle-state.ts";

/** What a thread sleeps for: something to do, or a lock. What comes for the one does not end the other. */
export type Reason = "work" | "lock";

/** What ends a poll beside work and time: "wanted": that another thread wants its CPU; "over": nothing. */
export type PollEnd = "wanted" | "over";

/** Told when a thread loses its CPU without having given it up. */
export interface PreemptionWatch {
  preempted(): void;
}

/** A thread of the host, as far as CPUs are concerned: it computes, spins, pauses or sleeps. */
export interface Thread {
  readonly prices: ThreadPrices;
  /** Time on a CPU so far, switches in and spinning included. */
  readonly busy: number;
  /** Computes for `duration`. */
  run(duration: number): Wait;
  /** Lets `duration` pass without a CPU; a timer ends it. */
  pause(duration: number): Wait;
  /** Computes for `duration`, or until a `nudge` for this reason; to be followed by `spun`. */
  spin(duration: number, reason?: Reason): Wait;
  /** Looks for work until `duration` has passed on the clock, a `nudge` comes, or as said; to be followed by `spun`. */
  poll(duration: number, until: PollEnd): Wait;
  endSpin(): void;
  /** Gives the CPU up until a `nudge` for this reason; to be followed by `resume`. */
  sleep(reason?: Reason): Wait;
  /** From the nudge of a sleeper until it runs: its CPU leaves its idle state and switches to it. */
  resume(): Wait;
  /** The same after a sleep that cost nothing to end. */
  resumeOwner(): Wait;
  /** Whether it sleeps for want of work. */
  readonly asleep: boolean;
  /** Ends a spin, or a sleep for this reason; returns what it was doing. */
  wake(reason?: Reason): "spinning" | "asleep" | "neither";
  /** Whether it has a CPU. */
  readonly running: boolean;
  /** Who is told when it loses its CPU; null: nobody. */
  watch(by: PreemptionWatch | null): void;
  /** It runs no more. */
  finish(): void;
  /** Time so far that it wanted to run and did not, on CPUs that others have too. */
  readonly delayed: number;
  /** Time so far that CPUs took to leave their idle states for it, and to switch to it. */
  readonly leaving: number;
  readonly switching: number;
  /** Throws unless the thread's time is all accounted for. */
  checkTime(): void;
}

/** A thread that is alone on a CPU of its own: nothing but its own sleep ever keeps it from running. */
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
  // Fractions, so that V8 makes room for doubles and never makes an object for a new value.
  #since = 0.5;
  #busy = 0.5;
  #idled = 0.5;
  #leaving = 0.5;
  #switching = 0.5;

  constructor(sim: Simulation, at: { prices: ThreadPrices; idle: readonly IdleState[]; waitsFor: string }) {
    this.#sim = sim;
    this.prices = at.prices;
    this.#idle = at.idle;
    this.#contextSwitch = at.prices.of("context-switch");
    this.#waiting = new Signal(sim, at.waitsFor);
    this.#since = 0;
    this.#busy = 0;
    this.#idled = 0;
    this.#leaving = 0;
    this.#switching = 0;
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
