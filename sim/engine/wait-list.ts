import type { ActiveProcess } from "./process.ts";
import type { Processes } from "./processes.ts";
import type { TimeWeighted } from "./time-weighted.ts";
import { WAIT, type Wait } from "./wait.ts";

/**
 * Processes standing in line: by priority (smaller first, as in SimPy), then by arrival. The links lie in the processes,
 * so that entering, leaving and waking allocate nothing; a process stands in one line at a time.
 */
export class WaitList {
  declare readonly name: string;
  declare private readonly host: Processes;
  declare private readonly lengths: TimeWeighted | undefined;
  private last: ActiveProcess | undefined = undefined;
  /** The next to be woken. */
  first: ActiveProcess | undefined = undefined;
  /** Number of processes in line. */
  length = 0;

  /** `lengths`, if given, is told of every change of length. */
  constructor(host: Processes, name: string, lengths?: TimeWeighted) {
    this.host = host;
    this.name = name;
    this.lengths = lengths;
  }

  /** Puts the running process in line; it is to yield the result. */
  enter(priority = 0): Wait {
    const process = this.host.suspend();
    process.line = this;
    process.event = -1;
    process.priority = priority;
    const last = this.last;
    if (last === undefined) {
      this.first = process;
      this.last = process;
    } else this.linkBehind(this.first!.priority > priority ? undefined : last, process);
    this.length++;
    this.lengths?.set(this.length);
    return WAIT;
  }

  /** Takes the first process out of line and resumes it by a zero-delay event. The line must not be empty. */
  wake(): ActiveProcess {
    const process = this.first!;
    const second = process.after;
    this.first = second;
    if (second === undefined) this.last = undefined;
    else {
      second.before = undefined;
      process.after = undefined;
    }
    this.hasLeft(process);
    this.host.wake(process);
    return process;
  }

  /** Takes `process` out of line, wherever it stands. */
  remove(process: ActiveProcess): void {
    const { before, after } = process;
    if (before === undefined) this.first = after;
    else before.after = after;
    if (after === undefined) this.last = before;
    else after.before = before;
    process.before = undefined;
    process.after = undefined;
    this.hasLeft(process);
  }

  private hasLeft(process: ActiveProcess): void {
    process.line = undefined;
    this.length--;
    this.lengths?.set(this.length);
  }

  /** Links `process` behind `before`, or further ahead if that is less urgent. */
  private linkBehind(before: ActiveProcess | undefined, process: ActiveProcess): void {
    while (before !== undefined && before.priority > process.priority) before = before.before;
    const after = before === undefined ? this.first : before.after;
    process.before = before;
    process.after = after;
    if (before === undefined) this.first = process;
    else before.after = process;
    if (after === undefined) this.last = process;
    else after.before = process;
  }
}
