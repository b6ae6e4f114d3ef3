import { SimulationError } from "../base/simulation-error.ts";
import type { ProcessTable } from "../process/process-table.ts";
import type { Wait } from "../process/wait.ts";
import { checkPriority, WaitList } from "../process/wait-list.ts";
import type { Simulation } from "../simulation.ts";
import { TimeWeighted } from "../stats/time-weighted.ts";

/** Name and number of servers (default 1) of a resource. */
export interface ResourceOptions {
  readonly name: string;
  readonly capacity?: number;
}

/**
 * `capacity` equal servers and one queue: `yield resource.acquire()`, use the server, `resource.release()`. The queue
 * is served by priority (smaller first), then by arrival. A released server goes to the first in the queue at once, so
 * that no newcomer overtakes it.
 */
export class Resource {
  declare readonly name: string;
  declare readonly capacity: number;
  /** Servers in use over time; the mean is utilisation x capacity. */
  declare readonly busy: TimeWeighted;
  /** Processes in the queue over time. */
  declare readonly queued: TimeWeighted;
  declare private readonly processes: ProcessTable;
  declare private readonly waitList: WaitList;
  private used = 0;

  constructor(sim: Simulation, options: ResourceOptions) {
    const { name, capacity = 1 } = options;
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new SimulationError("invalid-argument", `capacity of resource "${name}" is ${capacity}, not 1, 2, 3 ...`);
    }
    this.name = name;
    this.capacity = capacity;
    this.processes = sim.processes;
    this.busy = sim.watch(new TimeWeighted(sim));
    this.queued = sim.watch(new TimeWeighted(sim));
    this.waitList = new WaitList(sim.processes, name, this.queued);
  }

  /** Servers in use now. */
  get inUse(): number {
    return this.used;
  }

  /** Processes in the queue now. */
  get waiting(): number {
    return this.waitList.length;
  }

  /** Anywhere: takes a server if one is free. Returns false if none is. */
  tryAcquire(): boolean {
    if (this.used === this.capacity) return false;
    this.busy.set(++this.used);
    return true;
  }

  /**
   * In a process: `yield resource.acquire()` waits for a server; a free one takes no event. Throws `invalid-argument`
   * for a priority that is NaN.
   */
  acquire(priority = 0): Wait {
    checkPriority(priority);
    if (this.used < this.capacity) {
      const wait = this.processes.proceed();
      this.busy.set(++this.used);
      return wait;
    }
    return this.waitList.enter(priority);
  }

  /**
   * Releases one server; the first in the queue, if any, has it from this instant. Throws `not-held` if none is in use.
   */
  release(): void {
    if (this.used === 0) throw new SimulationError("not-held", `release of resource "${this.name}", which is free`);
    if (this.waitList.first === undefined) {
      this.busy.set(--this.used);
      return;
    }
    this.waitList.wake();
  }
}
