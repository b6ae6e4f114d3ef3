import { SimulationError } from "../base/simulation-error.ts";
import type { TimeWeighted } from "../stats/time-weighted.ts";
import { append, unlink } from "./linked-list.ts";
import { PriorityBuckets } from "./priority-buckets.ts";
import type { ActiveProcess } from "./process.ts";
import type { ProcessTable } from "./process-table.ts";
import { WAIT, type Wait } from "./wait.ts";

/**
 * Processes standing in line: by priority (smaller first, as in SimPy), then by arrival. The links lie in the processes,
 * so that entering, leaving and waking allocate nothing; a process stands in one line at a time.
 */
export class WaitList {
  declare readonly name: string;
  declare private readonly processes: ProcessTable;
  declare private readonly lengths: TimeWeighted | undefined;
  /** While priorities differ, and then until the line is empty, those who stand in it are linked by priority only. */
  private buckets: PriorityBuckets | undefined = undefined;
  /** The next to be woken. */
  first: ActiveProcess | undefined = undefined;
  /** @internal The last that entered, while priorities do not differ. */
  last: ActiveProcess | undefined = undefined;
  /** Number of processes in line. */
  length = 0;

  /** `lengths`, if given, is told of every change of length. */
  constructor(host: ProcessTable, name: string, lengths?: TimeWeighted) {
    this.processes = host;
    this.name = name;
    this.lengths = lengths;
  }

  /** Puts the running process in line; it is to yield the result. */
  enter(priority = 0): Wait {
    const process = this.processes.suspend();
    process.line = this;
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

  /** Takes the first process out of line and resumes it by a zero-delay event. The line must not be empty. */
  wake(): ActiveProcess {
    const process = this.first!;
    this.remove(process);
    this.processes.wake(process);
    return process;
  }

  /** Takes `process` out of line, wherever it stands. */
  remove(process: ActiveProcess): void {
    process.line = undefined;
    this.length--;
    if (this.buckets === undefined) unlink(this, process);
    else this.removeFrom(this.buckets, process);
    this.lengths?.set(this.length);
  }

  private removeFrom(runs: PriorityBuckets, process: ActiveProcess): void {
    runs.remove(process);
    if (this.length > 0) this.first = runs.first;
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
