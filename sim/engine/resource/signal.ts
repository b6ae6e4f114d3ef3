import type { Wait } from "../process/wait.ts";
import { WaitList } from "../process/wait-list.ts";
import type { Simulation } from "../simulation.ts";

/**
 * An occurrence that processes wait for. It has no memory: a process that comes after `notify` waits for the next one.
 */
export class Signal {
  declare readonly name: string;
  declare private readonly waitList: WaitList;

  constructor(sim: Simulation, name: string) {
    this.name = name;
    this.waitList = new WaitList(sim.processes, name);
  }

  /** Number of waiting processes. */
  get waiting(): number {
    return this.waitList.length;
  }

  /** In a process: `yield signal.wait()` waits for the next `notify`. */
  wait(): Wait {
    return this.waitList.enter();
  }

  /** Resumes all waiting processes by zero-delay events, in order of arrival. */
  notify(): void {
    const { waitList } = this;
    while (waitList.first !== undefined) waitList.wake();
  }

  /** Resumes the process that has waited longest. Returns false if none waits. */
  notifyOne(): boolean {
    if (this.waitList.first === undefined) return false;
    this.waitList.wake();
    return true;
  }
}
