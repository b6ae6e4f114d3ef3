import { hashOfName } from "../base/fingerprint.ts";
import { SimulationError } from "../base/simulation-error.ts";
import { type EventQueue, invalidDelay } from "../queue/event-queue.ts";
import { EVENT } from "../queue/event-storage.ts";
import { REG } from "../queue/registers.ts";
import { ActiveProcess, type Caller, type PendingInterrupt } from "./process.ts";
import { type Process, WAIT, type Wait } from "./wait.ts";

/** Handlers of the events that the processes make: their arguments are indices of processes. */
export const PROCESS_EVENT = Object.freeze({ RESUME: 0, EXPIRE: 1, START: 2 });

const { RESUME, EXPIRE, START } = PROCESS_EVENT;
const { WOKEN } = EVENT;
const { DELAY } = REG;

/**
 * What continues any generator. `body.next` would be looked up anew at each resumption once a model has more than a few
 * generator functions, since the generators of each have a shape of their own.
 */
const { next }: Process = Object.getPrototypeOf(function* () {}).prototype;

/** What the running process has arranged since it was resumed; or that none is running. */
const NOTHING = 0;
const PROCEED = 1;
const SUSPENDED = 2;
const CALLED = 3;
const OUTSIDE = 4;

/** Free places that are not worth giving back. */
const MIN_FREE = 4096;

const NOT_A_WAIT =
  "yielded something else than a wait, which is what hold, acquire, wait, put or get gives, or join of another process";

/** Drives the processes of one simulation: one runs at a time, until it yields a wait. */
export class ProcessTable {
  declare private readonly queue: EventQueue;
  private readonly live: (ActiveProcess | undefined)[] = [];
  /**
   * By index, what continues a live process that has nothing exceptional, and its `event`: all that a `hold` and its end
   * need, so that with many processes these few stay in the caches.
   */
  private readonly bodies: (Process | undefined)[] = [];
  events = new Int32Array(64);
  private readonly free: number[] = [];
  /** So many places have to be free before another look for room to give back, unless all are. */
  private trimAt = 0;
  private readonly hashes = new Map<string, number>();
  /** Index of the process that is running, or was the last to. */
  private latestIndex = -1;
  private arranged = OUTSIDE;
  /** Indices of processes that have cancelled another, whose `finally` blocks now run. */
  private readonly cancelling: number[] = [];
  private spawned = 0;

  constructor(queue: EventQueue) {
    this.queue = queue;
  }

  /** The process that is running. */
  get current(): ActiveProcess | undefined {
    return this.arranged === OUTSIDE ? undefined : this.live[this.latestIndex];
  }

  /** The process that is running, or was the last to, if it has not finished. */
  get last(): ActiveProcess | undefined {
    return this.live[this.latestIndex];
  }

  /** The process that is running; throws `outside-process` if none is. */
  get running(): ActiveProcess {
    if (this.arranged === OUTSIDE) throw new SimulationError("outside-process", "no process is running");
    return this.live[this.latestIndex]!;
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
    if (typeof body?.next !== "function") throw noGenerator(name, body);
    const { free, live } = this;
    const serial = this.spawned;
    const index = free.length > 0 ? free[free.length - 1]! : live.length;
    const hash = this.hashOf(name) ^ Math.imul(serial, 0x9e3779b1);
    const process = new ActiveProcess(this, { name, serial, index, hash }, body);
    this.queue.registers[DELAY] = delay;
    const event = this.queue.put(START, index); // throws for an invalid delay, before anything is taken
    free.pop();
    if (index === this.events.length) this.events = doubled(this.events);
    this.events[index] = event;
    live[index] = process;
    this.bodies[index] = body;
    if (body.next !== next) process.slowPath; // it goes on by a method of its own
    this.spawned = serial + 1;
    return process;
  }

  /** The running process, which is from now on bound to yield. */
  suspend(): ActiveProcess {
    if (this.arranged !== NOTHING) throw this.misuse();
    this.arranged = SUSPENDED;
    return this.live[this.latestIndex]!;
  }

  /** The running process yields this to sleep for the clock's delay. */
  hold(): Wait {
    if (this.arranged !== NOTHING) throw this.misuse();
    this.arranged = SUSPENDED;
    this.events[this.latestIndex] = this.queue.put(RESUME, this.latestIndex);
    return WAIT;
  }

  /** For a wait that is over at once: the running process yields it and continues without an event. */
  proceed(): Wait {
    if (this.arranged !== NOTHING) throw this.misuse();
    this.arranged = PROCEED;
    this.live[this.latestIndex]!.timedOut = false;
    return WAIT;
  }

  /** The running process yields this to run `body` to its end first. */
  call(body: Process): Wait {
    if (this.arranged !== NOTHING) throw this.misuse();
    this.arranged = CALLED;
    const process = this.live[this.latestIndex]!;
    process.caller = { body: process.body, caller: process.caller };
    if (body.next !== next) process.slowPath;
    this.continueWith(process, body);
    return WAIT;
  }

  /** Sets a time-out on the wait that the running process has just arranged. */
  limit(delay: number): Wait {
    const process = this.current;
    if (process === undefined || this.arranged === NOTHING) throw noWait("a time-out needs a wait in a process");
    if (this.arranged === CALLED) throw this.uncall(process);
    if (!(delay >= 0 && delay < Number.POSITIVE_INFINITY)) throw invalidDelay(delay);
    if (this.arranged === SUSPENDED) {
      if (process.line === undefined) throw noWait("a hold cannot time out");
      if (process.timeout >= 0) throw noWait("a wait has one time-out");
      this.queue.registers[DELAY] = delay;
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
    process.event = WOKEN;
    this.queue.wake(process.index);
  }

  /** Runs a process for the first time. */
  start(index: number): void {
    this.live[index]!.stage = "alive";
    this.resume(index);
  }

  /** The time-out of a process has come: it leaves its line and runs. */
  expire(index: number): void {
    const process = this.live[index]!;
    process.timeout = -1;
    process.line?.remove(process);
    process.timedOut = true;
    this.resume(index);
  }

  /** Runs a process until it yields a wait that lasts, or ends. */
  resume(index: number): void {
    const body = this.bodies[index];
    this.latestIndex = index;
    if (body === undefined) this.resumeSlow(this.live[index]!);
    else this.resumeFast(index, body);
    this.arranged = OUTSIDE;
  }

  /** From now on what continues `process` is to be looked up in it. */
  useSlowPath({ index }: ActiveProcess): void {
    this.bodies[index] = undefined;
  }

  interrupt(process: ActiveProcess, interruption: Error): void {
    this.refuseUnlessWaiting(process);
    if (process.woken || process.stage === "unborn") {
      this.defer(process, interruption);
      return;
    }
    this.cancelWait(process);
    process.slowPath.thrown = { error: interruption };
    process.event = WOKEN;
    this.queue.wake(process.index);
  }

  cancel(process: ActiveProcess): void {
    if (process.stage === "finished") return;
    this.refuseUnlessWaiting(process);
    if (process.woken) this.defer(process, "cancel");
    else {
      this.cancelWait(process);
      this.close(process);
    }
  }

  /** While an observer is told of its event, the process counts as running: it is not to be interrupted or cancelled. */
  present(index: number, begins: boolean): void {
    this.latestIndex = index;
    this.arranged = begins ? PROCEED : OUTSIDE;
  }

  /** After an exception: the running process, if any, is over. */
  discardRunning(): ActiveProcess | undefined {
    const process = this.current;
    if (process !== undefined && process.stage !== "finished") {
      if (this.arranged !== SUSPENDED) process.event = -1;
      this.cancelWait(process);
      this.finish(process);
    }
    this.arranged = OUTSIDE;
    return process;
  }

  /** Events of processes have been moved to other slots. */
  move(slots: ReadonlyMap<number, number>): void {
    for (const process of this.live) {
      if (process === undefined) continue;
      if (process.timeout >= 0) process.timeout = slots.get(process.timeout)!;
      if (process.line === undefined && process.event >= 0) process.event = slots.get(process.event)!;
    }
  }

  /** Gives back room that a burst of processes has left, if that is worth a look at all of it. */
  trim(): void {
    const { free, live } = this;
    if (free.length < MIN_FREE || free.length < 0.9 * live.length || live.at(-1) !== undefined) return;
    if (free.length < this.trimAt && free.length < live.length) return;
    let room = live.length;
    while (room > 0 && live[room - 1] === undefined) room--;
    this.trimAt = free.length + live.length / 8;
    if (2 * room > live.length) return;
    this.trimAt = 0;
    live.length = room;
    this.bodies.length = room;
    this.events = this.events.slice(0, Math.max(64, room));
    const kept = free.filter((index) => index < room);
    free.length = 0;
    for (const index of kept) free.push(index);
  }

  private resumeFast(index: number, body: Process): void {
    for (let innermost: Process | undefined = body; innermost !== undefined; ) {
      this.arranged = NOTHING;
      let done: boolean | undefined;
      try {
        ({ done } = next.call(innermost));
      } catch (error) {
        this.resumeSlow(this.throwToCaller(this.live[index]!, error));
        return;
      }
      if (done === true) {
        this.refuseUnyielded();
        if (!this.endBody(this.live[index]!)) return;
        innermost = this.bodies[index];
      } else if (this.arranged === SUSPENDED) return;
      else if (this.arranged === CALLED) innermost = this.bodies[index];
      else if (this.arranged === NOTHING) throw noWait(NOT_A_WAIT);
    }
    this.resumeSlow(this.live[index]!);
  }

  private resumeSlow(process: ActiveProcess): void {
    const special = process.slowPath;
    for (;;) {
      this.arranged = NOTHING;
      if (this.continueBody(process, special)) {
        this.refuseUnyielded();
        if (!this.endBody(process)) return;
      } else if (this.arranged === SUSPENDED) {
        if (special.deferred === undefined || process.woken || !this.deliverDeferred(process, special)) return;
      } else if (this.arranged === NOTHING) throw noWait(NOT_A_WAIT);
    }
  }

  private hashOf(name: string): number {
    const known = this.hashes.get(name);
    if (known !== undefined) return known;
    const hash = hashOfName(name);
    this.hashes.set(name, hash);
    return hash;
  }

  private misuse(): SimulationError {
    if (this.arranged === OUTSIDE) return new SimulationError("outside-process", "only a running process can wait");
    return new SimulationError("double-wait", "a wait was not yielded before the next was asked for");
  }

  /** A part of a process has ended: what it had arranged last would meet whoever runs next. */
  private refuseUnyielded(): void {
    if (this.arranged !== NOTHING) throw new SimulationError("double-wait", "a wait was not yielded before the end");
  }

  private refuseUnlessWaiting(process: ActiveProcess): void {
    const runs = process === this.current || this.cancelling.includes(process.index);
    if (process.stage !== "finished" && !runs) return;
    throw new SimulationError("not-interruptible", `process "${process.name}" is ${process.state}`);
  }

  /** Continues the innermost body, where an error may be due; one that it throws goes to its caller, if there is one. */
  private continueBody(process: ActiveProcess, special: PendingInterrupt): boolean {
    for (;;) {
      try {
        if (special.thrown === undefined) return process.body.next().done === true;
        const { error } = special.thrown;
        special.thrown = undefined;
        return process.body.throw(error).done === true;
      } catch (error) {
        this.throwToCaller(process, error);
      }
    }
  }

  /** Undoes the call that the running process has just arranged; returns the error for a time-out on it. */
  private uncall(process: ActiveProcess): SimulationError {
    this.returnToCaller(process);
    this.arranged = NOTHING;
    return noWait("a call cannot time out: set time-outs on the waits inside the part that is called");
  }

  /** The innermost body has ended: whether there is a caller to go on with. */
  private endBody(process: ActiveProcess): boolean {
    if (process.caller !== undefined) {
      this.returnToCaller(process);
      return true;
    }
    this.finish(process);
    return false;
  }

  /** The innermost body has thrown an error, which its caller is to be thrown; without one, that was the end. */
  private throwToCaller(process: ActiveProcess, error: unknown): ActiveProcess {
    if (process.caller === undefined) throw error;
    this.returnToCaller(process);
    process.slowPath.thrown = { error };
    return process;
  }

  /** The part that `process` runs is over, for its caller to go on. */
  private returnToCaller(process: ActiveProcess): void {
    const { body, caller } = process.caller!;
    process.caller = caller;
    this.continueWith(process, body);
  }

  private continueWith(process: ActiveProcess, body: Process): void {
    process.body = body;
    if (this.bodies[process.index] !== undefined) this.bodies[process.index] = body;
  }

  private defer(process: ActiveProcess, what: Error | "cancel"): void {
    const special = process.slowPath;
    if (what === "cancel") special.deferred = [what];
    else if (special.deferred === undefined) special.deferred = [what];
    else if (special.deferred[0] !== "cancel") special.deferred.push(what);
  }

  /** A deferred interrupt or cancellation meets the wait just begun: whether the process goes on. */
  private deliverDeferred(process: ActiveProcess, special: PendingInterrupt): boolean {
    const [first, ...others] = special.deferred!;
    special.deferred = others.length > 0 ? others : undefined;
    this.cancelWait(process);
    if (first === "cancel") {
      endAll(process.body, process.caller); // still as the running process, so that it is named if this fails
      this.finish(process);
      return false;
    }
    special.thrown = { error: first };
    return true;
  }

  /** Undoes whatever `process` waits for. */
  private cancelWait(process: ActiveProcess): void {
    if (process.timeout >= 0) this.queue.cancel(process.timeout);
    if (process.line !== undefined) process.line.remove(process);
    else if (process.event === WOKEN) this.queue.unwake(process.index);
    else if (process.event >= 0) this.queue.cancel(process.event);
    process.timeout = -1;
    process.event = -1;
  }

  private close(process: ActiveProcess): void {
    const { arranged, latestIndex: latest } = this;
    if (arranged !== OUTSIDE) this.cancelling.push(latest);
    this.latestIndex = process.index;
    this.arranged = SUSPENDED; // so that a wait in a finally block is refused
    try {
      endAll(process.body, process.caller);
    } finally {
      if (arranged !== OUTSIDE) this.cancelling.pop();
      this.latestIndex = latest;
      this.arranged = arranged;
      this.finish(process);
    }
  }

  private finish(process: ActiveProcess): void {
    process.stage = "finished";
    this.live[process.index] = undefined;
    this.bodies[process.index] = undefined;
    this.free.push(process.index);
    const joiners = process.joiners;
    while (joiners?.first) joiners.wake();
  }
}

/** Ends a part and all that wait for it; what one of them throws meets the next, as it would under `yield*`. */
function endAll(innermost: Process, caller: Caller | undefined): void {
  let failure: { readonly error: unknown } | undefined;
  for (let body = innermost, next = caller; ; body = next.body, next = next.caller) {
    try {
      const { error } = failure ?? {};
      if (failure === undefined) body.return();
      else {
        failure = undefined;
        body.throw(error);
      }
    } catch (error) {
      failure = { error };
    }
    if (next === undefined) break;
  }
  if (failure !== undefined) throw failure.error;
}

function doubled(events: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * events.length);
  larger.set(events);
  return larger;
}

function noGenerator(name: string, body: unknown): SimulationError {
  const what = typeof body === "function" ? "a function that was not called" : `no generator, but ${typeof body}`;
  const message = `process "${name}" was given ${what}: write spawn("${name}", body()), where body is a function*`;
  return new SimulationError("invalid-argument", message);
}

function noWait(message: string): SimulationError {
  return new SimulationError("no-wait", message);
}
