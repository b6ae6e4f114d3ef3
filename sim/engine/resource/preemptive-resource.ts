import { SimulationError } from "../base/simulation-error.ts";
import type { ActiveProcess } from "../process/process.ts";
import { Interrupted } from "../process/process.ts";
import type { ProcessTable } from "../process/process-table.ts";
import type { Wait } from "../process/wait.ts";
import { checkPriority, WaitList } from "../process/wait-list.ts";
import type { Simulation } from "../simulation.ts";
import { TimeWeighted } from "../stats/time-weighted.ts";
import type { ResourceOptions } from "./resource.ts";

/** The `cause` of the `Interrupted` that meets a process whose server was taken away. */
export interface Preemption {
  readonly resource: string;
  /** The process that has the server now. */
  readonly by: ActiveProcess;
}

/**
 * Like `Resource`, but a process that is more urgent (smaller priority) than one being served takes its server away: the
 * one served least urgently, of those the latest. That one is interrupted where it waits, with a `Preemption` as cause, and
 * holds the server no more; to finish its work, it acquires again. The server of a process that ends without `release`
 * stays in use, and lost.
 */
export class PreemptiveResource {
  declare readonly name: string;
  declare readonly capacity: number;
  /** Servers in use over time. */
  declare readonly busy: TimeWeighted;
  /** Processes in line over time. */
  declare readonly queued: TimeWeighted;
  declare private readonly processes: ProcessTable;
  declare private readonly waitList: WaitList;
  /** Those being served, most urgent first, and of equals the earliest. */
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

  /** Servers in use. */
  get inUse(): number {
    return this.holders.length;
  }

  /** Processes in line. */
  get waiting(): number {
    return this.waitList.length;
  }

  /**
   * In a process: `yield resource.acquire(priority)` lasts until a server is ours, if need be one taken from another.
   * Throws, and takes nothing, if the one to be preempted cannot be told: `not-released` if that process has ended,
   * `not-interruptible` if it is the running one itself. Throws `invalid-argument` for a priority that is NaN.
   */
  acquire(priority = 0): Wait {
    checkPriority(priority);
    const least = this.holders.length < this.capacity ? undefined : this.holders.at(-1)!;
    if (least !== undefined && least.priority <= priority) return this.waitList.enter(priority);
    if (least !== undefined) this.refuseUnlessPreemptible(least.process);
    const wait = this.processes.proceed();
    const process = this.processes.running;
    if (least !== undefined) this.preempt(least.process, process);
    this.grant(process, priority);
    return wait;
  }

  /** Gives the running process's server back; false if it had been taken away already. */
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

  /** Takes the server of `process`, the last of the holders. */
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
