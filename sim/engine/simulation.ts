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

/** A registered handler, for `schedule`. */
export type Handler = number & { readonly [handlerBrand]: true };

/** When `run` stops: at the first of these, or when no event is left. */
export interface Until {
  /** Fire every event up to this time, this time included; then the clock stands there. */
  readonly time?: number;
  /** Fire this many events. */
  readonly events?: number;
  /** Fire until this returns true. Called before the first event and after each. */
  readonly condition?: () => boolean;
}

/** Options of a simulation. All have defaults. */
export interface SimulationOptions {
  /** Whether to hash the trajectory (default true; costs 1 to 3 ns an event). */
  readonly fingerprint?: boolean;
  /**
   * Most events scheduled at one instant for that same instant; more are taken for an endless loop (default 1,000,000).
   */
  readonly instantLimit?: number;
}

/**
 * Called before each event, with its time, the name of its handler or process, and its argument or the process's
 * serial.
 */
export type Observer = (time: number, name: string, argument: number) => void;

type UserCallback = "condition" | "observer";

const { RESUME, START } = PROCESS_EVENT;

/** Events between two checks for memory that a burst has left. */
const COMPACT_EVERY = 1024;

/**
 * A clock and its future events. Time is a number in any unit, from 0. Events fire in order of time and, at equal
 * times, in the order in which they were scheduled: that is promised. A model consists of processes (`spawn`, `hold`),
 * of plain handlers (`handler`, `schedule`), or of both.
 */
export class Simulation {
  private readonly queue = new EventQueue();
  private readonly handles = new EventHandles(this.queue);
  /** @internal For resources, stores and signals. */
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
  /** The bits of the current time: REG.NOW as two words. */
  private readonly timeBits = new Int32Array(this.queue.registers.buffer);
  // Hot path: `=== true` saves nine instructions against a truthiness test.
  private hashing = true;
  /** Whether `note` is needed: for the hash or an observer. */
  private noting = true;
  private observer: Observer | undefined = undefined;
  private fired = 0;
  private running = false;
  private firing = 0;
  /** The user callback running outside an event: `run`'s condition or the observer. */
  private callback: UserCallback | undefined = undefined;

  /** Throws `invalid-argument` unless `instantLimit` is 1 or more. */
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

  /** Number of pending events. */
  get pending(): number {
    return this.queue.size;
  }

  /** The running process, if any. */
  get current(): ActiveProcess | undefined {
    return this.processes.current;
  }

  /** Hash of every event fired so far, as 16 hexadecimal digits; constant if hashing is turned off. */
  get fingerprint(): string {
    return this.trajectory.toString();
  }

  /**
   * Starts `process` at `now + delay`. Throws `invalid-delay` as `schedule` does. Give each process a generator of its
   * own: two processes with one generator both continue it, and nothing detects that.
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
   * In a process: `yield sim.call(part())` runs `part` to its end, as `yield* part()` does. It costs more to start and
   * less at each wait inside, at any depth.
   */
  call(part: Process): Wait {
    return this.processes.call(part);
  }

  /**
   * In a process: `yield sim.withTimeout(signal.wait(), 50)` ends the wait after at most 50 time units. Then
   * `sim.timedOut` says whether it timed out. Throws `no-wait` for a `hold` and a `call`, which do not wait in a queue.
   */
  withTimeout(_wait: Wait, delay: number): Wait {
    return this.processes.limit(delay);
  }

  /** In a process: whether its last wait in a queue timed out. */
  get timedOut(): boolean {
    return this.processes.current?.timedOut ?? false;
  }

  /**
   * Registers a handler under a name, which the fingerprint and observers use and which need not be unique. Register it
   * once, not per event. It is valid in this simulation only.
   */
  handler(name: string, run: (argument: number) => void): Handler {
    this.names.push(name);
    this.hashes.push(hashOfName(name));
    return (this.handlers.push(run) - 1) as Handler;
  }

  /**
   * Calls `handler` with `argument` (a 32-bit integer, default 0) at `now + delay`. A zero delay, or one below the
   * clock's resolution, means now, after every event already scheduled for now. Throws `invalid-delay` unless 0 <=
   * delay < Infinity, `invalid-argument` for another argument.
   */
  schedule(delay: number, handler: Handler, argument?: number): EventHandle {
    this.delay = delay;
    return this.handles.schedule(handler, argument);
  }

  /** Cancels a pending event. Returns false, without effect, if it has fired or was cancelled. */
  cancel(event: EventHandle): boolean {
    const slot = this.handles.slotOf(event);
    if (slot !== NONE) this.queue.cancel(slot);
    return slot !== NONE;
  }

  /** Fires events until `until` says so or none is left. Throws `reentrant-run` if a handler or process calls it. */
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

  /** Fires one event. Returns false if there was none. */
  step(): boolean {
    const before = this.fired;
    this.run({ events: 1 });
    return this.fired > before;
  }

  /** From a handler or process: makes `run` return after the current event. */
  stop(): void {
    this.queue.registers[LIMIT] = -1;
  }

  /** Lets `resetMonitors` reset `monitor`, and returns `monitor`. Resources and stores register their own monitors. */
  watch<T extends { reset(): void }>(monitor: T): T {
    this.monitors.push(monitor);
    return monitor;
  }

  /** Resets every watched monitor. Call it at the end of the warm-up. */
  resetMonitors(): void {
    for (const monitor of this.monitors) monitor.reset();
  }

  /** Calls `observer` before each event, from the next `run` on; undefined ends that. */
  observe(observer: Observer | undefined): void {
    this.observer = observer;
    this.noting = this.hashing || observer !== undefined;
  }

  /**
   * The processes that wait in a queue, and the name of that queue. If it is not empty when `run` returns with no event
   * pending, the model is deadlocked: nothing will wake them.
   */
  get blocked(): { process: string; waitsFor: string }[] {
    return this.processes.waiting.map((process) => ({ process: process.name, waitsFor: process.waitsFor! }));
  }

  /** Sets the delay of the next event that is inserted. */
  private set delay(delay: number) {
    this.queue.registers[DELAY] = delay;
  }

  /** Fires up to `events` events, or until `condition` holds. Returns true if none is left before the limit. */
  private fire(events: number, condition: (() => boolean) | undefined): boolean {
    if (condition === undefined) {
      for (let left = events; left > 0; ) {
        const many = Math.min(left, this.compactIfOversized() ? COMPACT_EVERY : 1);
        if (this.fireMany(many | 0)) return true;
        left -= many;
      }
    } else {
      let compactAt = 0;
      for (let done = 0; done < events && !this.holds(condition); done++) {
        if (done === compactAt) compactAt += this.compactIfOversized() ? COMPACT_EVERY : 1;
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

  /** Frees the memory that a burst has left. Returns false if that must wait until no event is due now. */
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

  /** The instant limit strikes between two events: blames the process that the last one ran, if it did. */
  private lastProcess(kind: SimulationErrorKind | undefined): ActiveProcess | undefined {
    return kind === "instant-limit" && this.firing <= START ? this.processes.last : undefined;
  }

  /** Kind and name of the user code that failed; `process` is the one it ran in, if any. */
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
