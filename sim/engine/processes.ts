import { CLOCK } from "./clock-words.ts";
import { SimulationError } from "./error.ts";
import type { EventQueue } from "./event-queue.ts";
import { hashOfName } from "./fingerprint.ts";
import { ActiveProcess } from "./process.ts";
import { type Process, WAIT, type Wait } from "./wait.ts";

/** Handlers of the events that the processes make: their arguments are indices of processes. */
export const PROCESS_EVENT = Object.freeze({ RESUME: 0, EXPIRE: 1, START: 2 });

const { RESUME, EXPIRE, START } = PROCESS_EVENT;
const { DELAY } = CLOCK;

/** What the running process has arranged since it was resumed. */
const NOTHING = 0;
const PROCEED = 1;
const SUSPENDED = 2;

/** Drives the processes of one simulation: one runs at a time, until it yields a wait. */
export class Processes {
  /** The process that is running. */
  current: ActiveProcess | undefined = undefined;
  declare private readonly queue: EventQueue;
  private readonly live: (ActiveProcess | undefined)[] = [];
  private readonly free: number[] = [];
  private readonly hashes = new Map<string, number>();
  private arranged = NOTHING;
  private spawned = 0;

  constructor(queue: EventQueue) {
    this.queue = queue;
  }

  /** The process that is running; throws `outside-process` if none is. */
  get running(): ActiveProcess {
    if (this.current === undefined) throw new SimulationError("outside-process", "no process is running");
    return this.current;
  }

  at(index: number): ActiveProcess {
    return this.live[index]!;
  }

  /** Processes that stand in a line, in order of spawning. */
  get waiting(): ActiveProcess[] {
    const waiting = this.live.filter((process) => process?.line !== undefined) as ActiveProcess[];
    return waiting.sort((a, b) => a.serial - b.serial);
  }

  spawn(name: string, body: Process, delay: number): ActiveProcess {
    const nameHash = this.hashOf(name);
    const serial = this.spawned++;
    const index = this.free.pop() ?? this.live.length;
    const hash = nameHash ^ Math.imul(serial, 0x9e3779b1);
    const process = new ActiveProcess(this, { name, serial, index, hash }, body);
    this.live[index] = process;
    this.queue.clock[DELAY] = delay;
    process.event = this.queue.put(START, index);
    return process;
  }

  /** The running process, which is from now on bound to yield. */
  suspend(): ActiveProcess {
    const process = this.arrange();
    this.arranged = SUSPENDED;
    return process;
  }

  /** The running process yields this to sleep for `delay`. */
  hold(delay: number): Wait {
    const process = this.suspend();
    this.queue.clock[DELAY] = delay;
    process.event = this.queue.put(RESUME, process.index);
    return WAIT;
  }

  /** For a wait that is over at once: the running process yields it and continues without an event. */
  proceed(): Wait {
    this.arrange().timedOut = false;
    this.arranged = PROCEED;
    return WAIT;
  }

  /** The running process yields this to run `body` to its end first. */
  call(body: Process): Wait {
    const process = this.arrange();
    process.callers ??= [];
    process.callers.push(process.body);
    process.body = body;
    this.arranged = PROCEED;
    return WAIT;
  }

  /** Sets a time-out on the wait that the running process has just arranged. */
  limit(delay: number): Wait {
    const process = this.current;
    if (process === undefined || this.arranged === NOTHING) throw misplaced("a time-out needs a wait in a process");
    if (this.arranged === SUSPENDED) {
      if (process.line === undefined) throw misplaced("a hold cannot time out");
      this.queue.clock[DELAY] = delay;
      process.timeout = this.queue.put(EXPIRE, process.index);
    }
    return WAIT;
  }

  /** Resumes `process`, just taken out of its line, by a zero-delay event. */
  wake(process: ActiveProcess): void {
    if (process.timeout >= 0) {
      this.queue.cancel(process.timeout);
      process.timeout = -1;
    }
    process.timedOut = false;
    this.queue.clock[DELAY] = 0;
    process.event = -2 - this.queue.put(RESUME, process.index);
  }

  /** The time-out of `process` has come: it leaves its line and runs. */
  expire(process: ActiveProcess): void {
    process.timeout = -1;
    process.line?.remove(process);
    process.timedOut = true;
    this.resume(process);
  }

  interrupt(process: ActiveProcess, interruption: Error): void {
    if (process.finished || process === this.current) throw notInterruptible(process);
    if (process.event < -1 || !process.started) {
      process.deferred ??= interruption;
      return;
    }
    this.withdraw(process);
    process.thrown = { error: interruption };
    this.queue.clock[DELAY] = 0;
    process.event = -2 - this.queue.put(RESUME, process.index);
  }

  cancel(process: ActiveProcess): void {
    if (process.finished) return;
    if (process === this.current) throw notInterruptible(process);
    if (process.event < -1) process.deferred = "cancel";
    else {
      this.withdraw(process);
      this.close(process);
    }
  }

  /** Runs `process` for the first time. */
  start(process: ActiveProcess): void {
    process.started = true;
    this.resume(process);
  }

  /** Runs `process` until it yields a wait that lasts, or ends. */
  resume(process: ActiveProcess): void {
    this.current = process;
    process.event = -1;
    for (;;) {
      this.arranged = NOTHING;
      const plain = process.thrown === undefined && process.callers === undefined;
      const ended = plain ? process.body.next().done === true : this.continueNested(process);
      if (ended) {
        if (this.return(process)) continue;
        break;
      }
      if (this.arranged === SUSPENDED) {
        if (process.deferred === undefined || !this.meet(process)) break;
      } else if (this.arranged === NOTHING) throw misplaced("yielded something else than a wait");
    }
    this.current = undefined;
  }

  /** After an exception: the running process, if any, is over. */
  abandon(): ActiveProcess | undefined {
    const process = this.current;
    this.current = undefined;
    if (process && !process.finished) {
      this.withdraw(process);
      this.finish(process);
    }
    return process;
  }

  private hashOf(name: string): number {
    const known = this.hashes.get(name);
    if (known !== undefined) return known;
    const hash = hashOfName(name);
    this.hashes.set(name, hash);
    return hash;
  }

  private arrange(): ActiveProcess {
    if (this.current === undefined) throw new SimulationError("outside-process", "only a running process can wait");
    if (this.arranged !== NOTHING) {
      throw new SimulationError("double-wait", "a wait was not yielded before the next was asked for");
    }
    return this.current;
  }

  /** Continues the innermost body, where an error may be due; one that it throws goes to its caller, if there is one. */
  private continueNested(process: ActiveProcess): boolean {
    const { body, thrown } = process;
    process.thrown = undefined;
    try {
      return (thrown === undefined ? body.next() : body.throw(thrown.error)).done === true;
    } catch (error) {
      const caller = process.callers?.pop();
      if (caller === undefined) throw error;
      process.body = caller;
      process.thrown = { error };
      return this.continueNested(process);
    }
  }

  /** The innermost body has ended: whether there is a caller to go on with. */
  private return(process: ActiveProcess): boolean {
    const caller = process.callers?.pop();
    if (caller !== undefined) {
      process.body = caller;
      return true;
    }
    this.finish(process);
    return false;
  }

  /** A deferred interrupt or cancellation meets the wait just begun: whether the process goes on. */
  private meet(process: ActiveProcess): boolean {
    const deferred = process.deferred;
    process.deferred = undefined;
    this.withdraw(process);
    if (deferred === "cancel") {
      this.close(process);
      return false;
    }
    process.thrown = { error: deferred };
    return true;
  }

  /** Undoes whatever `process` waits for. */
  private withdraw(process: ActiveProcess): void {
    process.line?.remove(process);
    if (process.timeout >= 0) this.queue.cancel(process.timeout);
    if (process.event >= 0) this.queue.cancel(process.event);
    process.timeout = -1;
    process.event = -1;
  }

  private close(process: ActiveProcess): void {
    const interrupter = this.current;
    const arranged = this.arranged;
    this.current = process;
    this.arranged = SUSPENDED; // so that a wait in a finally block is refused
    try {
      for (const body of [process.body, ...(process.callers ?? []).reverse()]) body.return();
    } finally {
      this.current = interrupter;
      this.arranged = arranged;
      this.finish(process);
    }
  }

  /** Events of processes have been moved to other slots. */
  move(slots: ReadonlyMap<number, number>): void {
    for (const process of this.live) {
      if (process === undefined) continue;
      if (process.timeout >= 0) process.timeout = slots.get(process.timeout)!;
      if (process.event >= 0) process.event = slots.get(process.event)!;
      else if (process.event < -1) process.event = -2 - slots.get(-2 - process.event)!;
    }
  }

  /** Gives back room that a burst of processes has left. */
  trim(): void {
    if (this.free.length < 4096 || this.free.length < 0.9 * this.live.length) return;
    while (this.live.length > 0 && this.live.at(-1) === undefined) this.live.pop();
    const room = this.live.length;
    const free = this.free.filter((index) => index < room);
    this.free.length = 0;
    for (const index of free) this.free.push(index);
  }

  private finish(process: ActiveProcess): void {
    process.finished = true;
    this.live[process.index] = undefined;
    this.free.push(process.index);
    const joiners = process.joiners;
    while (joiners?.first) joiners.wake();
  }
}

function misplaced(message: string): SimulationError {
  return new SimulationError("no-wait", message);
}

function notInterruptible(process: ActiveProcess): SimulationError {
  return new SimulationError("not-interruptible", `process "${process.name}" is ${process.state}`);
}
