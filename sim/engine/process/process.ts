import { EVENT } from "../queue/event-storage.ts";
import type { ProcessTable } from "./process-table.ts";
import type { Process, Wait } from "./wait.ts";
import { WaitList } from "./wait-list.ts";

const { WOKEN } = EVENT;

/** `Error` without its constructor, which would capture the stack: that takes twenty times as long as the rest of an interrupt. */
const Stackless = function (this: Error, message: string, cause: unknown) {
  this.message = message;
  this.cause = cause;
} as unknown as new (
  message: string,
  cause: unknown,
) => Error;
Stackless.prototype = Error.prototype;

/**
 * Thrown by `yield` in a process that another one interrupts. `cause` is what the interrupter gave. It has no stack: that
 * of the interrupter would tell nothing of the process.
 */
export class Interrupted extends Stackless {
  constructor(process: string, cause: unknown) {
    super(`process "${process}" was interrupted`, cause);
    this.name = "Interrupted";
  }
}

/** `scheduled`: its next step is due now or at a set time. `waiting`: it stands in a line until somebody wakes it. */
export type ProcessState = "scheduled" | "running" | "waiting" | "finished";

/** A generator that waits for the end of a part that it has called, and who called it itself. */
export interface Caller {
  readonly body: Process;
  readonly caller: Caller | undefined;
}

/** What only some processes have: errors that they are to be thrown, and an end that is to come. */
export class PendingInterrupt {
  /** What the next resumption throws. */
  thrown: { readonly error: unknown } | undefined = undefined;
  /** What meets the process at its next waits, having come too late for the last: interrupts, or the end. */
  deferred: (Error | "cancel")[] | undefined = undefined;
}

/** What `spawn` knows of a process before it starts. */
export interface Birth {
  readonly name: string;
  readonly serial: number;
  readonly index: number;
  /** Hash of name and serial, for the fingerprint. */
  readonly hash: number;
}

/** A spawned process: what others need to wait for its end, to interrupt it or to cancel it. */
export class ActiveProcess {
  declare readonly name: string;
  /** Counts the processes of a simulation from 0, in order of `spawn`. */
  declare readonly serial: number;
  /** @internal Index in the table of live processes; reused once this one has finished. */
  declare readonly index: number;
  /** @internal */
  declare readonly hash: number;
  /** @internal */
  declare readonly processes: ProcessTable;
  /** @internal The generator to continue: the process's own, or the innermost one under `Simulation.call`. */
  declare body: Process;
  /** @internal Who called that part, if it was called. */
  caller: Caller | undefined = undefined;
  /** @internal */
  pendingInterrupt: PendingInterrupt | undefined = undefined;
  /** @internal Slot of the event that ends its wait by time-out, or -1. */
  timeout = -1;
  /** @internal Whether its last wait ended by time-out. */
  timedOut = false;
  /** @internal Line it stands in. */
  line: WaitList | undefined = undefined;
  /** @internal Neighbour there, nearer to the front. */
  before: ActiveProcess | undefined = undefined;
  /** @internal Neighbour there, nearer to the end. */
  after: ActiveProcess | undefined = undefined;
  /** @internal Rank there. */
  priority = 0;
  /** @internal The item that it waits to put in a store. */
  parcel: unknown = undefined;
  /** @internal The item that it has got last, and the store that it got it from. */
  taken: unknown = undefined;
  /** @internal */
  takenFrom: object | undefined = undefined;
  /** @internal Those who wait for its end. */
  joiners: WaitList | undefined = undefined;
  /** @internal */
  stage: "unborn" | "alive" | "finished" = "unborn";

  constructor(host: ProcessTable, birth: Birth, body: Process) {
    this.processes = host;
    this.name = birth.name;
    this.serial = birth.serial;
    this.index = birth.index;
    this.hash = birth.hash;
    this.body = body;
  }

  /** @internal While it neither runs nor stands in a line: slot of the event that ends its `hold`, or WOKEN, or -1. */
  get event(): number {
    return this.processes.events[this.index]!;
  }

  set event(event: number) {
    this.processes.events[this.index] = event;
  }

  /** @internal Whether its wait is over and it has not been resumed yet. */
  get woken(): boolean {
    return this.line === undefined && this.event === WOKEN;
  }

  get state(): ProcessState {
    if (this.stage === "finished") return "finished";
    if (this.processes.current === this) return "running";
    return this.line ? "waiting" : "scheduled";
  }

  /** @internal Its exceptional side, which it has from now on. */
  get slowPath(): PendingInterrupt {
    if (this.pendingInterrupt === undefined) {
      this.pendingInterrupt = new PendingInterrupt();
      this.processes.useSlowPath(this);
    }
    return this.pendingInterrupt;
  }

  /** Name of what it waits for, or undefined when it does not wait. */
  get waitsFor(): string | undefined {
    return this.line?.name;
  }

  /** In another process: `yield other.join()` waits for this one to finish; no wait if it has. */
  join(): Wait {
    if (this.stage === "finished") return this.processes.proceed();
    this.joiners ??= new WaitList(this.processes, `end of ${this.name}`);
    return this.joiners.enter();
  }

  /**
   * Ends its wait or hold now: its `yield` throws `Interrupted` with this `cause`, as a zero-delay event. If its wait is
   * over already (granted at this instant, not yet resumed), or if it has not started, the interrupt meets it at its next
   * wait, so that what it was granted is never lost. Throws `not-interruptible` for a process that is running or has finished.
   */
  interrupt(cause?: unknown): void {
    this.processes.interrupt(this, new Interrupted(this.name, cause));
  }

  /**
   * Ends the process where it waits, at once: its `finally` blocks run, and may not wait. If its wait is over already,
   * it ends at its next wait. No effect on a finished process; `not-interruptible` for the running one.
   */
  cancel(): void {
    this.processes.cancel(this);
  }
}
