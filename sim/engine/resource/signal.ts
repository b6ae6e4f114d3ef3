import type { Wait } from "../process/wait.ts";
import { WaitList } from "../process/wait-list.ts";
import type { Simulation } from "../simulation.ts";

/** An occurrence that processes wait for. It has no memory: whoever comes after `notify` waits for the next one. */
export class Signal {
  declare readonly name: string;
  declare private readonly waitList: WaitList;

  constructor(sim: Simulation, name: string) {
    this.name = name;
    this.waitList = new WaitList(sim.processes, name);
  }

  /** Number of processes that wait. */
  get waiting(): number {
    return this.waitList.length;
  }

  /** In a process: `yield signal.wait()` lasts until the next `notify`. */
  wait(): Wait {
    return this.waitList.enter();
  }

  /** Resumes all that wait, as zero-delay events in the order in which they came. */
  notify(): void {
    const line = this.waitList;
    while (line.first !== undefined) line.wake();
  }

  /** Resumes the one that has waited longest; returns whether there was one. */
  notifyOne(): boolean {
    if (this.waitList.first === undefined) return false;
    this.waitList.wake();
    return true;
  }
}
