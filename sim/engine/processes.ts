import { SimulationError } from "./error.ts";
import type { EventQueue } from "./event-queue.ts";
import { hashOfName } from "./fingerprint.ts";
import { ActiveProcess } from "./process.ts";
import { type Process, WAIT, type Wait } from "./wait.ts";

/** Handlers of the events that the processes make: their arguments are indices of processes. */
export const PROCESS_EVENT = Object.freeze({ RESUME: 0, EXPIRE: 1 });

const { RESUME, EXPIRE } = PROCESS_EVENT;

/** What the running process has arranged since it was resumed. */
const NOTHING = 0;
const PROCEED = 1;
const SUSPENDED = 2;

/** Drives the processes of one simulation: one runs at a time, until it yields a wait. */
export class Processes {
  /** The process that is running. */
  current: ActiveProcess | undefined = undefined;
  declare private readonly queue: EventQueue;
  readonly #live: (ActiveProcess | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #hashes = new Map<string, number>();
  #arranged = NOTHING;
  #spawned = 0;

  constructor(queue: EventQueue) {
    this.queue = queue;
  }

  at(index: number): ActiveProcess {
    return this.#live[index]!;
  }

  /** Processes that stand in a line, in order of spawning. */
  get waiting(): ActiveProcess[] {
    const waiting = this.#live.filter((process) => process?.line !== undefined) as ActiveProcess[];
    return waiting.sort((a, b) => a.serial - b.serial);
  }

  spawn(name: string, body: Process, delay: number): ActiveProcess {
    const nameHash = this.#hashOf(name);
    const serial = this.#spawned++;
    const index = this.#free.pop() ?? this.#live.length;
    const hash = nameHash ^ Math.imul(serial, 0x9e3779b1);
    const process = new ActiveProcess(this, { name, serial, index, hash }, body);
    this.#live[index] = process;
    process.event = this.queue.put(delay, RESUME, index);
    return process;
  }

  /** The running process, which is from now on bound to yield. */
  suspend(): ActiveProcess {
    const process = this.#arrange();
    this.#arranged = SUSPENDED;
    return process;
  }

  /** The running process yields this to sleep for `delay`. */
  hold(delay: number): Wait {
    const process = this.suspend();
    process.event = this.queue.put(delay, RESUME, process.index);
    return WAIT;
  }

  /** For a wait that is over at once: the running process yields it and continues without an event. */
  proceed(): Wait {
    this.#arrange().timedOut = false;
    this.#arranged = PROCEED;
    return WAIT;
  }

  /** The running process yields this to run `body` to its end first. */
  call(body: Process): Wait {
    const process = this.#arrange();
    process.callers ??= [];
    process.callers.push(process.body);
    process.body = body;
    this.#arranged = PROCEED;
    return WAIT;
  }

  /** Sets a time-out on the wait that the running process has just arranged. */
  limit(delay: number): Wait {
    const process = this.current;
    if (process === undefined || this.#arranged === NOTHING) throw misplaced("a time-out needs a wait in a process");
    if (this.#arranged === SUSPENDED) {
      if (process.line === undefined) throw misplaced("a hold cannot time out");
      process.timeout = this.queue.put(delay, EXPIRE, process.index);
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
    process.event = -2 - this.queue.put(0, RESUME, process.index);
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
    if (process.event < -1) {
      process.deferred ??= interruption;
      return;
    }
    this.#withdraw(process);
    process.thrown = interruption;
    process.event = -2 - this.queue.put(0, RESUME, process.index);
  }

  cancel(process: ActiveProcess): void {
    if (process.finished) return;
    if (process === this.current) throw notInterruptible(process);
    if (process.event < -1) {
      process.deferred = "cancel";
      return;
    }
    this.#withdraw(process);
    this.#close(process);
  }

  /** Runs `process` until it yields a wait that lasts, or ends. */
  resume(process: ActiveProcess): void {
    this.current = process;
    process.event = -1;
    for (;;) {
      this.#arranged = NOTHING;
      const ended = process.thrown === undefined ? process.body.next().done : this.#throwInto(process);
      if (ended) {
        if (this.#return(process)) continue;
        break;
      }
      if (this.#arranged === SUSPENDED) {
        if (process.deferred === undefined || !this.#meet(process)) break;
      } else if (this.#arranged === NOTHING) throw misplaced("yielded something else than a wait");
    }
    this.current = undefined;
  }

  /** After an exception: the running process, if any, is over. */
  abandon(): ActiveProcess | undefined {
    const process = this.current;
    this.current = undefined;
    if (process && !process.finished) {
      this.#withdraw(process);
      this.#finish(process);
    }
    return process;
  }

  #hashOf(name: string): number {
    const known = this.#hashes.get(name);
    if (known !== undefined) return known;
    const hash = hashOfName(name);
    this.#hashes.set(name, hash);
    return hash;
  }

  #arrange(): ActiveProcess {
    if (this.current === undefined) throw new SimulationError("outside-process", "only a running process can wait");
    if (this.#arranged !== NOTHING) {
      throw new SimulationError("double-wait", "a wait was not yielded before the next was asked for");
    }
    return this.current;
  }

  #throwInto(process: ActiveProcess): boolean {
    const error = process.thrown!;
    process.thrown = undefined;
    return process.body.throw(error).done === true;
  }

  /** The innermost body has ended: whether there is a caller to go on with. */
  #return(process: ActiveProcess): boolean {
    const caller = process.callers?.pop();
    if (caller !== undefined) {
      process.body = caller;
      return true;
    }
    this.#finish(process);
    return false;
  }

  /** A deferred interrupt or cancellation meets the wait just begun: whether the process goes on. */
  #meet(process: ActiveProcess): boolean {
    const deferred = process.deferred;
    process.deferred = undefined;
    this.#withdraw(process);
    if (deferred === "cancel") {
      this.#close(process);
      return false;
    }
    process.thrown = deferred;
    return true;
  }

  /** Undoes whatever `process` waits for. */
  #withdraw(process: ActiveProcess): void {
    process.line?.remove(process);
    if (process.timeout >= 0) this.queue.cancel(process.timeout);
    if (process.event >= 0) this.queue.cancel(process.event);
    process.timeout = -1;
    process.event = -1;
  }

  #close(process: ActiveProcess): void {
    const interrupter = this.current;
    const arranged = this.#arranged;
    this.current = process;
    this.#arranged = SUSPENDED; // so that a wait in a finally block is refused
    try {
      for (const body of [process.body, ...(process.callers ?? []).reverse()]) body.return();
    } finally {
      this.current = interrupter;
      this.#arranged = arranged;
      this.#finish(process);
    }
  }

  #finish(process: ActiveProcess): void {
    process.finished = true;
    this.#live[process.index] = undefined;
    this.#free.push(process.index);
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
