import { SimulationError } from "../base/simulation-error.ts";
import type { TimeWeighted } from "../stats/time-weighted.ts";
import { append, unlink } from "./linked-list.ts";
import { PriorityBuckets } from "./priority-buckets.ts";
import type { ActiveProcess } from "./process.ts";
import type { ProcessTable } from "./process-table.ts";
import { WAIT, type Wait } from "./wait.ts";

/**
 * Processes that wait in a queue: by priority (smaller first, as in SimPy), then by arrival. The links lie in the
 * processes, so that entering, leaving and waking allocate nothing. A process is in at most one wait list.
 */
export class WaitList {
  declare readonly name: string;
  declare private readonly processes: ProcessTable;
  declare private readonly lengths: TimeWeighted | undefined;
  /** Holds the processes from the moment their priorities differ until the list is empty. */
  private buckets: PriorityBuckets | undefined = undefined;
  /** The next process to be woken. */
  first: ActiveProcess | undefined = undefined;
  /** @internal The last process, while all have the same priority. */
  last: ActiveProcess | undefined = undefined;
  /** Number of processes. */
  length = 0;

  /** Records every change of length in `lengths`, if it is given. */
  constructor(processes: ProcessTable, name: string, lengths?: TimeWeighted) {
    this.processes = processes;
    this.name = name;
    this.lengths = lengths;
  }

  /** Adds the running process, which must yield the result. */
  enter(priority = 0): Wait {
    const process = this.processes.suspend();
    process.waitList = this;
    process.priority = priority;
    const { first } = this;
    if (first !== undefined && priority !== first.priority && this.buckets === undefined) {
      this.buckets = new PriorityBuckets(this);
      this.last = undefined;
    }
    if (this.buckets === undefined) append(this, process);
    else {
      this.buckets.append(process);
      this.first = this.buckets.first;
    }
    this.length++;
    this.lengths?.set(this.length);
    return WAIT;
  }

  /** Removes the first process and resumes it by a zero-delay event. The list must not be empty. */
  wake(): ActiveProcess {
    const process = this.first!;
    this.remove(process);
    this.processes.wake(process);
    return process;
  }

  /** Removes `process` from anywhere in the list. */
  remove(process: ActiveProcess): void {
    process.waitList = undefined;
    this.length--;
    if (this.buckets === undefined) unlink(this, process);
    else this.removeBucketed(this.buckets, process);
    this.lengths?.set(this.length);
  }

  private removeBucketed(buckets: PriorityBuckets, process: ActiveProcess): void {
    buckets.remove(process);
    if (this.length > 0) this.first = buckets.first;
    else {
      this.buckets = undefined;
      this.first = undefined;
    }
  }
}

/** Throws `invalid-argument` for a priority that is NaN. */
export function checkPriority(priority: number): void {
  if (Number.isNaN(priority)) throw new SimulationError("invalid-argument", "a priority is a number, not NaN");
}
