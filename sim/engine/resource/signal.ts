import type { Wait } from "../process/wait.ts";
import { WaitList } from "../process/wait-list.ts";
import type { Simulation } from "../simulation.ts";

/** An occurrence that processes wait for. It has no memory: whoever comes after `notify` waits for the next one. */
export class Signal {
  declare readonly name: string;
  declare private readonly line: WaitList;

  constructor(sim: Simulation, name: string) {
    this.name = name;
    this.line = new WaitList(sim.processes, name);
  }

  /** Number of processes that wait. */
  get waiting(): number {
    return this.line.length;
  }

  /** In a process: `yield signal.wait()` lasts until the next `notify`. */
  wait(): Wait {
    return this.line.enter();
  }

  /** Resumes all that wait, as zero-delay events in the order in which they came. */
  notify(): void {
    const line = this.line;
    while (line.first !== undefined) line.wake();
  }

  /** Resumes the one that has waited longest; returns whether there was one. */
  notifyOne(): boolean {
    if (this.line.first === undefined) return false;
    this.line.wake();
    return true;
  }
}
