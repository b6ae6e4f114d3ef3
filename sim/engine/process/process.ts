import { EVENT } from "../queue/event-storage.ts";
import type { Caller } from "./call-stack.ts";
import { PendingInterrupt } from "./pending-interrupt.ts";
import type { ProcessTable } from "./process-table.ts";
import type { Process, Wait } from "./wait.ts";
import { WaitList } from "./wait-list.ts";

const { WOKEN } = EVENT;

/**
 * `Error` without its constructor. That captures the stack, which takes twenty times as long as the rest of an
 * interrupt.
 */
const Stackless = function (this: Error, message: string, cause: unknown) {
  this.message = message;
  this.cause = cause;
} as unknown as new (
  message: string,
  cause: unknown,
) => Error;
Stackless.prototype = Error.prototype;

/**
 * Thrown by `yield` in a process that another one interrupts. `cause` is the value that the interrupter gave. It has no
 * stack: the interrupter's would say nothing about the process.
 */
export class Interrupted extends Stackless {
  constructor(process: string, cause: unknown) {
    super(`process "${process}" was interrupted`, cause);
    this.name = "Interrupted";
  }
}

/** `scheduled`: its next step is due now or at a known time. `waiting`: it waits in a queue until somebody wakes it. */
export type ProcessState = "scheduled" | "running" | "waiting" | "finished";

/** The part of a process that is known before it starts. */
export interface ProcessIdentity {
  readonly name: string;
  readonly serial: number;
  readonly index: number;
  /** Hash of name and serial, for the fingerprint. */
  readonly hash: number;
}

/** A spawned process. Others can wait for its end, interrupt it and cancel it. */
export class ActiveProcess {
  declare readonly name: string;
  /** Counts the processes of a simulation from 0, in order of `spawn`. */
  declare readonly serial: number;
  /** @internal Index in the table of live processes. Reused after the process has finished. */
  declare readonly index: number;
  /** @internal */
  declare readonly hash: number;
  /** @internal */
  declare readonly processes: ProcessTable;
  /** @internal The generator to continue: the process's own, or the innermost one under `Simulation.call`. */
  declare body: Process;
  /** @internal Callers of that generator under `Simulation.call`. */
  caller: Caller | undefined = undefined;
  /** @internal */
  pendingInterrupt: PendingInterrupt | undefined = undefined;
  /** @internal Slot of the event that ends its wait by time-out, or -1. */
  timeout = -1;
  /** @internal Whether its last wait ended by time-out. */
  timedOut = false;
  /** @internal The list that it waits in. */
  waitList: WaitList | undefined = undefined;
  /** @internal Neighbour in that list, nearer to the front. */
  before: ActiveProcess | undefined = undefined;
  /** @internal Neighbour in that list, nearer to the end. */
  after: ActiveProcess | undefined = undefined;
  /** @internal Priority in that list. */
  priority = 0;
  /** @internal The item that it waits to put in a store. */
  itemToPut: unknown = undefined;
  /** @internal The last item that it got from a store. */
  taken: unknown = undefined;
  /** @internal The store that it got that item from. */
  takenFrom: object | undefined = undefined;
  /** @internal Processes that wait for its end. */
  joiners: WaitList | undefined = undefined;
  /** @internal */
  stage: "unstarted" | "started" | "finished" = "unstarted";

  constructor(processes: ProcessTable, identity: ProcessIdentity, body: Process) {
    this.processes = processes;
    this.name = identity.name;
    this.serial = identity.serial;
    this.index = identity.index;
    this.hash = identity.hash;
    this.body = body;
  }

  /**
   * @internal Slot of the event that ends its `hold`, or WOKEN, or -1. Valid while it neither runs nor waits in a list.
   */
  get event(): number {
    return this.processes.events[this.index]!;
  }

  set event(event: number) {
    this.processes.events[this.index] = event;
  }

  /** @internal Whether its wait is over but it has not been resumed yet. */
  get woken(): boolean {
    return this.waitList === undefined && this.event === WOKEN;
  }

  get state(): ProcessState {
    if (this.stage === "finished") return "finished";
    if (this.processes.current === this) return "running";
    return this.waitList ? "waiting" : "scheduled";
  }

  /**
   * @internal Puts it on the slow path, for good: each resumption then looks for interrupts. Returns where to put them.
   */
  enterSlowPath(): PendingInterrupt {
    if (this.pendingInterrupt === undefined) {
      this.pendingInterrupt = new PendingInterrupt();
      this.processes.useSlowPath(this);
    }
    return this.pendingInterrupt;
  }

  /** Name of the queue that it waits in, or undefined. */
  get waitsFor(): string | undefined {
    return this.waitList?.name;
  }

  /** In another process: `yield other.join()` waits until this one has finished; no wait if it has. */
  join(): Wait {
    if (this.stage === "finished") return this.processes.proceed();
    this.joiners ??= new WaitList(this.processes, `end of ${this.name}`);
    return this.joiners.enter();
  }

  /**
   * Ends its wait or hold now: its `yield` throws `Interrupted` with this `cause`, as a zero-delay event. If the
   * process has not started, or its wait is already over (granted at this instant, not yet resumed), its next wait
   * throws instead. So it never loses what it was granted. Throws `not-interruptible` for a process that is running or
   * has finished.
   */
  interrupt(cause?: unknown): void {
    this.processes.interrupt(this, new Interrupted(this.name, cause));
  }

  /**
   * Ends the process where it waits, at once. Its `finally` blocks run, but may not wait. If its wait is already over,
   * it ends at its next wait. No effect on a finished process; throws `not-interruptible` for the running one.
   */
  cancel(): void {
    this.processes.cancel(this);
  }
}
