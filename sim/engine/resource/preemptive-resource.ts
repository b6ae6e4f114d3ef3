import { SimulationError } from "../base/simulation-error.ts";
import type { ActiveProcess } from "../process/process.ts";
import { Interrupted } from "../process/process.ts";
import type { ProcessTable } from "../process/process-table.ts";
import type { Wait } from "../process/wait.ts";
import { checkPriority, WaitList } from "../process/wait-list.ts";
import type { Simulation } from "../simulation.ts";
import { TimeWeighted } from "../stats/time-weighted.ts";
import type { ResourceOptions } from "./resource.ts";

/** The `cause` of the `Interrupted` that is thrown in a process whose server was taken. */
export interface Preemption {
  readonly resource: string;
  /** The process that has the server now. */
  readonly by: ActiveProcess;
}

/**
 * Like `Resource`, but a more urgent process (smaller priority) takes the server of a less urgent one. The victim is
 * the least urgent holder and, among equals, the latest. It is interrupted where it waits, with a `Preemption` as
 * cause, and no longer holds the server. To finish its work, it acquires again. A process that ends without `release`
 * leaves its server in use for good.
 */
export class PreemptiveResource {
  declare readonly name: string;
  declare readonly capacity: number;
  /** Servers in use over time. */
  declare readonly busy: TimeWeighted;
  /** Processes in the queue over time. */
  declare readonly queued: TimeWeighted;
  declare private readonly processes: ProcessTable;
  declare private readonly waitList: WaitList;
  /** Most urgent first; among equals, earliest first. */
  private readonly holders: { readonly process: ActiveProcess; readonly priority: number }[] = [];

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
    return this.holders.length;
  }

  /** Processes in the queue now. */
  get waiting(): number {
    return this.waitList.length;
  }

  /**
   * In a process: `yield resource.acquire(priority)` waits for a server, or takes one from a less urgent process.
   * Throws, and takes nothing, if the victim cannot be interrupted: `not-released` if it has ended, `not-interruptible`
   * if it is the caller itself. Throws `invalid-argument` for a priority that is NaN.
   */
  acquire(priority = 0): Wait {
    checkPriority(priority);
    const victim = this.holders.length < this.capacity ? undefined : this.holders.at(-1)!;
    if (victim !== undefined && victim.priority <= priority) return this.waitList.enter(priority);
    if (victim !== undefined) this.refuseUnlessPreemptible(victim.process);
    const wait = this.processes.proceed();
    const process = this.processes.running;
    if (victim !== undefined) this.preempt(victim.process, process);
    this.grant(process, priority);
    return wait;
  }

  /** Releases the running process's server. Returns false if it was taken away before. */
  release(): boolean {
    const process = this.processes.running;
    const index = this.holders.findIndex((holder) => holder.process === process);
    if (index < 0) {
      this.dropPendingPreemption(process);
      return false;
    }
    this.holders.splice(index, 1);
    const next = this.waitList.first;
    if (next === undefined) this.busy.set(this.holders.length);
    else this.grant(next, this.waitList.wake().priority);
    return true;
  }

  private refuseUnlessPreemptible(holder: ActiveProcess): void {
    const server = `a server of "${this.name}"`;
    if (holder.state === "finished")
      throw new SimulationError("not-released", `process "${holder.name}" has ended without releasing ${server}`);
    if (holder.state === "running")
      throw new SimulationError("not-interruptible", `it would take ${server} from itself`);
  }

  /** Takes the server of `process`, the last holder. */
  private preempt(process: ActiveProcess, by: ActiveProcess): void {
    this.holders.pop();
    const cause: Preemption = { resource: this.name, by };
    this.processes.interrupt(process, new Interrupted(process.name, cause));
  }

  private grant(process: ActiveProcess, priority: number): void {
    let index = this.holders.length;
    while (index > 0 && this.holders[index - 1]!.priority > priority) index--;
    this.holders.splice(index, 0, { process, priority });
    this.busy.set(this.holders.length);
  }

  /** Drops the pending preemption interrupt: the process has already released. */
  private dropPendingPreemption(process: ActiveProcess): void {
    process.pendingInterrupt?.dropDeferred((what) => what instanceof Interrupted && this.caused(what));
  }

  private caused({ cause }: Interrupted): boolean {
    return (cause as Partial<Preemption> | undefined)?.resource === this.name;
  }
}
