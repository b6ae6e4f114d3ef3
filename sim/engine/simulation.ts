import { Fingerprint, hashOfName } from "./base/fingerprint.ts";
import { SimulationError, type SimulationErrorKind } from "./base/simulation-error.ts";
import { compact } from "./compaction.ts";
import type { ActiveProcess } from "./process/process.ts";
import { PROCESS_EVENT, ProcessTable } from "./process/process-table.ts";
import type { Process, Wait } from "./process/wait.ts";
import { type EventHandle, EventHandles } from "./queue/event-handles.ts";
import { EventQueue } from "./queue/event-queue.ts";
import { EVENT } from "./queue/event-storage.ts";
import { REG } from "./queue/registers.ts";

const { ARGUMENT, HANDLER, NONE, WOKEN } = EVENT;
const { DELAY, LIMIT } = REG;

declare const handlerBrand: unique symbol;

/** A registered handler: what `schedule` is given. */
export type Handler = number & { readonly [handlerBrand]: true };

/** When `run` stops: at whichever comes first. Without any, when no event is left. */
export interface Until {
  /** Fire every event up to this time, this time included; then the clock stands there. */
  readonly time?: number;
  /** Fire this many events. */
  readonly events?: number;
  /** Fire until this holds; asked before the first event and after each. */
  readonly condition?: () => boolean;
}

/** How a simulation is to be run; all have defaults. */
export interface SimulationOptions {
  /** Whether to keep the trajectory's hash (default true; it costs 1 to 3 ns an event). */
  readonly fingerprint?: boolean;
  /** How many events scheduled at one instant for that same instant are an endless loop (default 1,000,000). */
  readonly instantLimit?: number;
}

/** What is told to an observer of each event, before it fires. */
export type Observer = (time: number, name: string, argument: number) => void;

type UserCallback = "condition" | "observer";

const { RESUME, START } = PROCESS_EVENT;

/** How many events pass between two looks for room that a burst has left. */
const COMPACT_EVERY = 1024;

/**
 * A clock and its future events. Time is a number in any unit, from 0. Events fire in order of time and, at equal times,
 * of scheduling: that order is promised. A model is written with processes (`spawn`, `hold`), with plain handlers
 * (`handler`, `schedule`), or both.
 */
export class Simulation {
  private readonly queue = new EventQueue();
  private readonly handles = new EventHandles(this.queue);
  /** @internal For what processes can wait on. */
  readonly processes = new ProcessTable(this.queue);
  private readonly names = ["resume", "time-out", "start"];
  private readonly hashes = [0, 0, 0];
  private readonly handlers: ((argument: number) => void)[] = [
    (index) => this.processes.resume(index),
    (index) => this.processes.expire(index),
    (index) => this.processes.start(index),
  ];
  private readonly monitors: { reset(): void }[] = [];
  private readonly trajectory = new Fingerprint();
  /** The bits of the current time: the first two words of the queue's clock. */
  private readonly timeBits = new Int32Array(this.queue.registers.buffer);
  // What is asked at each event is compared with true: truthiness would take V8 nine instructions.
  private hashing = true;
  /** Whether events are to be noted: hashed, or told to an observer. */
  private noting = true;
  private observer: Observer | undefined = undefined;
  private fired = 0;
  private running = false;
  private firing = 0;
  /** What of the user's runs while no event fires. */
  private callback: UserCallback | undefined = undefined;

  /** Throws `invalid-argument` unless the instant limit is 1 or more. */
  constructor({ fingerprint = true, instantLimit = 1_000_000 }: SimulationOptions = {}) {
    if (!(instantLimit >= 1))
      throw new SimulationError("invalid-argument", `an instant limit is 1 or more, not ${instantLimit}`);
    this.hashing = fingerprint;
    this.noting = fingerprint;
    this.queue.instantLimit = instantLimit;
  }

  /** The current time. */
  get now(): number {
    return this.queue.now;
  }

  /** Events fired so far. */
  get events(): number {
    return this.fired;
  }

  /** Events that are still to come. */
  get pending(): number {
    return this.queue.size;
  }

  /** The process that is running, if one is. */
  get current(): ActiveProcess | undefined {
    return this.processes.current;
  }

  /** Hash of every event fired so far, 16 hexadecimal digits; constant if it is turned off. */
  get fingerprint(): string {
    return this.trajectory.toString();
  }

  /**
   * Starts `process` at `now + delay`; throws `invalid-delay` as `schedule` does. To be given a generator of its own: one
   * given twice is continued by both, which is not noticed.
   */
  spawn(name: string, process: Process, delay = 0): ActiveProcess {
    return this.processes.spawn(name, process, delay);
  }

  /** In a process: `yield sim.hold(delay)` lasts `delay`, which may be 0. */
  hold(delay: number): Wait {
    this.delay = delay;
    return this.processes.hold();
  }

  /**
   * In a process: `yield sim.call(part())` runs `part` to its end, as `yield* part()` does. It costs more to begin and less
   * at each wait inside, however deep.
   */
  call(part: Process): Wait {
    return this.processes.call(part);
  }

  /**
   * In a process: `yield sim.withTimeout(signal.wait(), 50)` ends the wait after 50 time units at the latest; then
   * `sim.timedOut` tells how it ended. Throws `no-wait` for a `hold` and for a `call`, which are no waits in a line.
   */
  withTimeout(_wait: Wait, delay: number): Wait {
    return this.processes.limit(delay);
  }

  /** In a process: whether its last wait in a line ended by time-out. */
  get timedOut(): boolean {
    return this.processes.current?.timedOut ?? false;
  }

  /**
   * Registers a handler under a name (for the fingerprint and observers; need not be unique). Register once, not per event;
   * in another simulation its number means nothing, or another handler.
   */
  handler(name: string, run: (argument: number) => void): Handler {
    this.names.push(name);
    this.hashes.push(hashOfName(name));
    return (this.handlers.push(run) - 1) as Handler;
  }

  /**
   * Calls `handler` with `argument` (a 32-bit integer) at `now + delay`. A zero delay, or one below the clock's
   * resolution, means now, after all that is already scheduled for now. Throws `invalid-delay` unless 0 <= delay < Infinity.
   */
  schedule(delay: number, handler: Handler, argument?: number): EventHandle {
    this.delay = delay;
    return this.handles.schedule(handler, argument);
  }

  /** Takes the event back; returns whether it was still to come. */
  cancel(event: EventHandle): boolean {
    const slot = this.handles.slotOf(event);
    if (slot !== NONE) this.queue.cancel(slot);
    return slot !== NONE;
  }

  /** Fires events until `until` says so or none is left. Not to be called from within a handler or process. */
  run(until: Until = {}): void {
    const { time = Number.POSITIVE_INFINITY, events = Number.POSITIVE_INFINITY, condition } = until;
    if (!(time >= this.now)) throw new SimulationError("invalid-argument", `run until ${time}, but it is ${this.now}`);
    if (!(events === Number.POSITIVE_INFINITY || (events >= 0 && Number.isInteger(events))))
      throw new SimulationError("invalid-argument", `run for ${events} events: a number of events is 0, 1, 2 ...`);
    if (this.running) throw new SimulationError("reentrant-run", "run was called from within a run");
    this.running = true;
    this.queue.registers[LIMIT] = time;
    try {
      const exhausted = this.fire(events, condition);
      if (exhausted && this.queue.registers[LIMIT] === time && time < Number.POSITIVE_INFINITY)
        this.queue.advance(time + 0); // -0 is 0
    } catch (error) {
      throw this.explain(error);
    } finally {
      this.running = false;
      this.callback = undefined;
    }
  }

  /** Fires one event; returns whether there was one. */
  step(): boolean {
    const before = this.fired;
    this.run({ events: 1 });
    return this.fired > before;
  }

  /** From a handler or process: makes `run` return after the present event. */
  stop(): void {
    this.queue.registers[LIMIT] = -1;
  }

  /** Lets `resetMonitors` reset `monitor`, and returns it. Resources and stores do this themselves. */
  watch<T extends { reset(): void }>(monitor: T): T {
    this.monitors.push(monitor);
    return monitor;
  }

  /** Resets every watched monitor: to be called at the end of the warm-up. */
  resetMonitors(): void {
    for (const monitor of this.monitors) monitor.reset();
  }

  /** Tells `observer` of each event before it fires, from the next `run` on; undefined tells nobody. */
  observe(observer: Observer | undefined): void {
    this.observer = observer;
    this.noting = this.hashing || observer !== undefined;
  }

  /**
   * The processes that stand in a line and what each waits for. When `run` returns with no event pending and this is not
   * empty, those processes will never move again.
   */
  get blocked(): { process: string; waitsFor: string }[] {
    return this.processes.waiting.map((process) => ({ process: process.name, waitsFor: process.waitsFor! }));
  }

  /** Tells the queue the delay of the next event that is put in. */
  private set delay(delay: number) {
    this.queue.registers[DELAY] = delay;
  }

  /** Fires up to `events` events, or until `condition` holds; true if none was left, or none before the limit. */
  private fire(events: number, condition: (() => boolean) | undefined): boolean {
    if (condition === undefined) {
      for (let left = events; left > 0; ) {
        const many = Math.min(left, this.compactIfOversized() ? COMPACT_EVERY : 1);
        if (this.fireMany(many | 0)) return true;
        left -= many;
      }
    } else {
      let tidyAt = 0;
      for (let done = 0; done < events && !this.holds(condition); done++) {
        if (done === tidyAt) tidyAt += this.compactIfOversized() ? COMPACT_EVERY : 1;
        if (this.fireMany(1)) return true;
      }
    }
    return false;
  }

  private holds(condition: () => boolean): boolean {
    this.callback = "condition";
    const holds = condition();
    this.callback = undefined;
    return holds;
  }

  private fireMany(events: number): boolean {
    const queue = this.queue;
    for (let left = events; left > 0; left = (left - 1) | 0) {
      const slot = queue.pop();
      let handler: number = RESUME;
      let argument = (WOKEN - slot) | 0;
      if (slot >= 0) {
        const words = queue.words;
        handler = words[(slot + HANDLER) | 0]!;
        argument = words[(slot + ARGUMENT) | 0]!;
      } else if (slot === NONE) return true;
      this.fired++;
      this.firing = handler;
      if (this.noting === true) this.note(handler, argument);
      if (handler === RESUME) this.processes.resume(argument);
      else this.handlers[handler]!(argument);
    }
    return false;
  }

  /** Gives room back that a burst has left; false if that has to wait for a calm queue. */
  private compactIfOversized(): boolean {
    if (this.queue.oversized) {
      if (!this.queue.immediateEmpty) return false;
      compact(this.queue, this.handles, this.processes);
    }
    this.processes.trim();
    return true;
  }

  private note(handler: number, argument: number): void {
    const process = handler <= START ? this.processes.at(argument) : undefined;
    if (this.hashing === true) {
      const what =
        process !== undefined ? process.hash + handler : this.hashes[handler]! ^ Math.imul(argument, 0x9e3779b1);
      this.trajectory.add(this.timeBits[0]!, this.timeBits[1]!, what);
    }
    if (this.observer === undefined) return;
    this.callback = "observer";
    if (process !== undefined) this.processes.beginObserver(argument);
    this.observer(this.now, process?.name ?? this.names[handler]!, process?.serial ?? argument);
    if (process !== undefined) this.processes.endObserver();
    this.callback = undefined;
  }

  private explain(thrown: unknown): SimulationError {
    const error = this.callback || this.handlers[this.firing] ? thrown : unregistered();
    const known = error instanceof SimulationError ? error.kind : undefined;
    const { kind, what } = this.culprit(this.processes.discardRunning() ?? this.lastProcess(known));
    const message = error instanceof Error ? error.message : String(error);
    return new SimulationError(known ?? `${kind}-failed`, `${what} at ${this.now}: ${message}`, { cause: error });
  }

  /** The instant limit is met between two events: the process that the last of them ran, if it did. */
  private lastProcess(fault: SimulationErrorKind | undefined): ActiveProcess | undefined {
    return fault === "instant-limit" && this.firing <= START ? this.processes.last : undefined;
  }

  /** What has just failed, given the process that it happened in. */
  private culprit(process: ActiveProcess | undefined): { kind: "process" | "handler" | UserCallback; what: string } {
    if (this.callback) return { kind: this.callback, what: `the ${this.callback} of run` };
    if (process) return { kind: "process", what: `process "${process.name}"` };
    const name = this.names[this.firing];
    return { kind: "handler", what: name === undefined ? `handler ${this.firing}` : `handler "${name}"` };
  }
}

function unregistered(): SimulationError {
  return new SimulationError("invalid-argument", "scheduled here, but registered on another simulation");
}
