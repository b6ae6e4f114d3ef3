import { hashOfName } from "../base/fingerprint.ts";
import { SimulationError } from "../base/simulation-error.ts";
import { type EventQueue, invalidDelay } from "../queue/event-queue.ts";
import { EVENT } from "../queue/event-storage.ts";
import { REG } from "../queue/registers.ts";
import { endAll } from "./call-stack.ts";
import type { PendingInterrupt } from "./pending-interrupt.ts";
import { ActiveProcess } from "./process.ts";
import { notAGenerator, notAWait, notYielded, noWait, outsideProcess } from "./process-errors.ts";
import { type Process, WAIT, type Wait } from "./wait.ts";

/** Handlers of the events that resume processes. Their argument is the index of a process. */
export const PROCESS_EVENT = Object.freeze({ RESUME: 0, EXPIRE: 1, START: 2 });

const { RESUME, EXPIRE, START } = PROCESS_EVENT;
const { WOKEN } = EVENT;
const { DELAY } = REG;

/**
 * Continues any generator. Every generator function gives its generators a shape of their own. So once a model has more
 * than a few, V8 would look up `body.next` anew at each resumption.
 */
const { next }: Process = Object.getPrototypeOf(function* () {}).prototype;

/** How the running process has arranged to be resumed since its last resumption. */
const NOTHING = 0;
const PROCEED = 1;
const SUSPENDED = 2;
const CALLED = 3;
/** No process is running. */
const OUTSIDE = 4;

/** Free indices that are not worth a `trim`. */
const MIN_FREE = 4096;

/** The processes of one simulation. It runs one at a time, until that one yields a wait. */
export class ProcessTable {
  declare private readonly queue: EventQueue;
  private readonly live: (ActiveProcess | undefined)[] = [];
  /**
   * By index, the generator of a live process; undefined on the slow path. With `events`, it is all that a `hold` and
   * its end read, so that the hot data of many processes stays in the caches.
   */
  private readonly bodies: (Process | undefined)[] = [];
  /** By index, the `event` of each live process. */
  events = new Int32Array(64);
  /** Indices that no live process has. */
  private readonly free: number[] = [];
  /** Number of free indices at which `trim` looks for memory again, unless all are free. */
  private trimAt = 0;
  private readonly hashes = new Map<string, number>();
  /** Index of the process that is running or ran last. */
  private latestIndex = -1;
  private arranged = OUTSIDE;
  /** Indices of the processes that are cancelling another, whose `finally` blocks are running. */
  private readonly cancelling: number[] = [];
  private spawned = 0;

  constructor(queue: EventQueue) {
    this.queue = queue;
  }

  /** The running process, if any. */
  get current(): ActiveProcess | undefined {
    return this.arranged === OUTSIDE ? undefined : this.live[this.latestIndex];
  }

  /** The process that is running or ran last, if it has not finished. */
  get last(): ActiveProcess | undefined {
    return this.live[this.latestIndex];
  }

  /** The running process. Throws `outside-process` if there is none. */
  get running(): ActiveProcess {
    if (this.arranged === OUTSIDE) throw outsideProcess();
    return this.live[this.latestIndex]!;
  }

  at(index: number): ActiveProcess {
    return this.live[index]!;
  }

  /** Processes that wait in a list, in order of spawning. */
  get waiting(): ActiveProcess[] {
    const waiting = this.live.filter((process) => process?.waitList !== undefined) as ActiveProcess[];
    return waiting.sort((a, b) => a.serial - b.serial);
  }

  spawn(name: string, body: Process, delay: number): ActiveProcess {
    if (typeof body?.next !== "function") throw notAGenerator(name, body);
    const { free, live } = this;
    const serial = this.spawned;
    const index = free.length > 0 ? free[free.length - 1]! : live.length;
    const hash = this.nameHash(name) ^ Math.imul(serial, 0x9e3779b1);
    const process = new ActiveProcess(this, { name, serial, index, hash }, body);
    this.queue.registers[DELAY] = delay;
    const event = this.queue.put(START, index); // throws for an invalid delay, before anything is taken
    free.pop();
    if (index === this.events.length) this.events = doubled(this.events);
    this.events[index] = event;
    live[index] = process;
    this.bodies[index] = body;
    if (body.next !== next) process.enterSlowPath(); // its `next` is not the generators' common one
    this.spawned = serial + 1;
    return process;
  }

  /** Returns the running process, which must now yield. It resumes only when it is woken. */
  suspend(): ActiveProcess {
    if (this.arranged !== NOTHING) throw this.misuse();
    this.arranged = SUSPENDED;
    return this.live[this.latestIndex]!;
  }

  /** In the running process: yield this to sleep for the delay in REG.DELAY. */
  hold(): Wait {
    if (this.arranged !== NOTHING) throw this.misuse();
    this.arranged = SUSPENDED;
    this.events[this.latestIndex] = this.queue.put(RESUME, this.latestIndex);
    return WAIT;
  }

  /** In the running process: yield this for a wait that is over at once. The process continues without an event. */
  proceed(): Wait {
    if (this.arranged !== NOTHING) throw this.misuse();
    this.arranged = PROCEED;
    this.live[this.latestIndex]!.timedOut = false;
    return WAIT;
  }

  /** In the running process: yield this to run `body` to its end first. */
  call(body: Process): Wait {
    if (this.arranged !== NOTHING) throw this.misuse();
    this.arranged = CALLED;
    const process = this.live[this.latestIndex]!;
    process.caller = { body: process.body, caller: process.caller };
    if (body.next !== next) process.enterSlowPath();
    this.continueWith(process, body);
    return WAIT;
  }

  /** Sets a time-out on the wait that the running process has just made. */
  limit(delay: number): Wait {
    const process = this.current;
    if (process === undefined || this.arranged === NOTHING) throw noWait("a time-out needs a wait in a process");
    if (this.arranged === CALLED) throw this.undoCall(process);
    if (!(delay >= 0 && delay < Number.POSITIVE_INFINITY)) throw invalidDelay(delay);
    if (this.arranged === SUSPENDED) {
      if (process.waitList === undefined) throw noWait("a hold cannot time out");
      if (process.timeout >= 0) throw noWait("a wait has one time-out");
      this.queue.registers[DELAY] = delay;
      process.timeout = this.queue.put(EXPIRE, process.index);
    }
    return WAIT;
  }

  /** Resumes `process`, just removed from its wait list, by a zero-delay event. */
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
    this.live[index]!.stage = "started";
    this.resume(index);
  }

  /** Resumes a process whose time-out is due. */
  expire(index: number): void {
    const process = this.live[index]!;
    process.timeout = -1;
    process.waitList?.remove(process);
    process.timedOut = true;
    this.resume(index);
  }

  /** Runs a process until it ends or yields a wait that is not over at once. */
  resume(index: number): void {
    const body = this.bodies[index];
    this.latestIndex = index;
    if (body === undefined) this.resumeSlow(this.live[index]!);
    else this.resumeFast(index, body);
    this.arranged = OUTSIDE;
  }

  /** Makes every later resumption of `process` take the slow path. */
  useSlowPath({ index }: ActiveProcess): void {
    this.bodies[index] = undefined;
  }

  interrupt(process: ActiveProcess, interruption: Error): void {
    this.refuseUnlessWaiting(process);
    if (process.woken || process.stage === "unstarted") {
      process.enterSlowPath().defer(interruption);
      return;
    }
    this.cancelWait(process);
    process.enterSlowPath().thrown = { error: interruption };
    process.event = WOKEN;
    this.queue.wake(process.index);
  }

  cancel(process: ActiveProcess): void {
    if (process.stage === "finished") return;
    this.refuseUnlessWaiting(process);
    if (process.woken) process.enterSlowPath().defer("cancel");
    else {
      this.cancelWait(process);
      this.endNow(process);
    }
  }

  /**
   * Before an observer call: the process of the event counts as running, so that it cannot be interrupted or cancelled.
   */
  beginObserver(index: number): void {
    this.latestIndex = index;
    this.arranged = PROCEED;
  }

  endObserver(): void {
    this.arranged = OUTSIDE;
  }

  /** After an exception: ends the running process, if any, and returns it. */
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

  /** After a compaction: `slots` maps the old slot of each event of a process to the new one. */
  move(slots: ReadonlyMap<number, number>): void {
    for (const process of this.live) {
      if (process === undefined) continue;
      if (process.timeout >= 0) process.timeout = slots.get(process.timeout)!;
      if (process.waitList === undefined && process.event >= 0) process.event = slots.get(process.event)!;
    }
  }

  /** Frees the memory that a burst of processes has left. Looks through the table only if that is likely to pay. */
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
      else if (this.arranged === NOTHING) throw notAWait();
    }
    this.resumeSlow(this.live[index]!);
  }

  private resumeSlow(process: ActiveProcess): void {
    const pending = process.enterSlowPath();
    for (;;) {
      this.arranged = NOTHING;
      if (this.continueBody(process, pending)) {
        this.refuseUnyielded();
        if (!this.endBody(process)) return;
      } else if (this.arranged === SUSPENDED) {
        if (pending.deferred === undefined || process.woken || !this.deliverDeferred(process, pending)) return;
      } else if (this.arranged === NOTHING) throw notAWait();
    }
  }

  private nameHash(name: string): number {
    const known = this.hashes.get(name);
    if (known !== undefined) return known;
    const hash = hashOfName(name);
    this.hashes.set(name, hash);
    return hash;
  }

  private misuse(): SimulationError {
    return this.arranged === OUTSIDE ? outsideProcess() : notYielded("the next was asked for");
  }

  /** A part that ends with an unyielded wait is an error: that wait would resume another process. */
  private refuseUnyielded(): void {
    if (this.arranged !== NOTHING) throw notYielded("the end");
  }

  private refuseUnlessWaiting(process: ActiveProcess): void {
    const runs = process === this.current || this.cancelling.includes(process.index);
    if (process.stage !== "finished" && !runs) return;
    throw new SimulationError("not-interruptible", `process "${process.name}" is ${process.state}`);
  }

  /** Continues the innermost body, or throws the pending error into it. Returns whether the body is done. */
  private continueBody(process: ActiveProcess, pending: PendingInterrupt): boolean {
    for (;;) {
      try {
        if (pending.thrown === undefined) return process.body.next().done === true;
        const { error } = pending.thrown;
        pending.thrown = undefined;
        return process.body.throw(error).done === true;
      } catch (error) {
        this.throwToCaller(process, error);
      }
    }
  }

  /** Undoes the call that the running process has just made, and returns the error for a time-out on it. */
  private undoCall(process: ActiveProcess): SimulationError {
    this.returnToCaller(process);
    this.arranged = NOTHING;
    return noWait("a call cannot time out: set time-outs on the waits inside the part that is called");
  }

  /**
   * After the innermost body has ended: continues with its caller, or finishes the process. Returns whether there is a
   * caller.
   */
  private endBody(process: ActiveProcess): boolean {
    if (process.caller !== undefined) {
      this.returnToCaller(process);
      return true;
    }
    this.finish(process);
    return false;
  }

  /** Passes an error of the innermost body to its caller; throws it if there is none. */
  private throwToCaller(process: ActiveProcess, error: unknown): ActiveProcess {
    if (process.caller === undefined) throw error;
    this.returnToCaller(process);
    process.enterSlowPath().thrown = { error };
    return process;
  }

  /** Drops the innermost body of `process`. Its caller is the next to continue. */
  private returnToCaller(process: ActiveProcess): void {
    const { body, caller } = process.caller!;
    process.caller = caller;
    this.continueWith(process, body);
  }

  private continueWith(process: ActiveProcess, body: Process): void {
    process.body = body;
    if (this.bodies[process.index] !== undefined) this.bodies[process.index] = body;
  }

  /** Ends the wait just begun by a deferred interrupt or cancellation. Returns whether the process goes on. */
  private deliverDeferred(process: ActiveProcess, pending: PendingInterrupt): boolean {
    const deferred = pending.takeDeferred();
    this.cancelWait(process);
    if (deferred === "cancel") {
      endAll(process.body, process.caller); // while it still counts as running, so that an error names it
      this.finish(process);
      return false;
    }
    pending.thrown = { error: deferred };
    return true;
  }

  /** Removes `process` from its wait list and cancels the events that would resume it. */
  private cancelWait(process: ActiveProcess): void {
    if (process.timeout >= 0) this.queue.cancel(process.timeout);
    if (process.waitList !== undefined) process.waitList.remove(process);
    else if (process.event === WOKEN) this.queue.unwake(process.index);
    else if (process.event >= 0) this.queue.cancel(process.event);
    process.timeout = -1;
    process.event = -1;
  }

  private endNow(process: ActiveProcess): void {
    const { arranged, latestIndex } = this;
    if (arranged !== OUTSIDE) this.cancelling.push(latestIndex);
    this.latestIndex = process.index;
    this.arranged = SUSPENDED; // a wait in a finally block is then an error
    try {
      endAll(process.body, process.caller);
    } finally {
      if (arranged !== OUTSIDE) this.cancelling.pop();
      this.latestIndex = latestIndex;
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

function doubled(events: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * events.length);
  larger.set(events);
  return larger;
}
