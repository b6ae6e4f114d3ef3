import { FifoBuffer } from "../base/fifo-buffer.ts";
import { SimulationError } from "../base/simulation-error.ts";
import type { ActiveProcess } from "../process/process.ts";
import type { ProcessTable } from "../process/process-table.ts";
import type { Wait } from "../process/wait.ts";
import { WaitList } from "../process/wait-list.ts";
import type { Simulation } from "../simulation.ts";
import { TimeWeighted } from "../stats/time-weighted.ts";

/** Name of a store, and the number of items it has room for (default: any number). */
export interface StoreOptions {
  readonly name: string;
  readonly capacity?: number;
}

/**
 * A first-in, first-out buffer of items between producers and consumers:
 *
 *     yield store.put(item);                              // waits while the store is full
 *     yield store.get(); const item = store.taken;        // waits while the store is empty
 *
 * Waiting processes are served in order of arrival, at the instant at which it becomes possible.
 */
export class Store<T> {
  declare readonly name: string;
  declare readonly capacity: number;
  /** Items in the store over time. */
  declare readonly stored: TimeWeighted;
  /** Processes that wait for an item, over time. */
  declare readonly queued: TimeWeighted;
  declare private readonly processes: ProcessTable;
  declare private readonly getters: WaitList;
  declare private readonly putters: WaitList;
  private readonly items = new FifoBuffer<T>();

  constructor(sim: Simulation, options: StoreOptions) {
    const { name, capacity = Number.POSITIVE_INFINITY } = options;
    if (!(capacity >= 1)) throw new SimulationError("invalid-argument", `capacity of store "${name}" is ${capacity}`);
    this.name = name;
    this.capacity = capacity;
    this.processes = sim.processes;
    this.stored = sim.watch(new TimeWeighted(sim));
    this.queued = sim.watch(new TimeWeighted(sim));
    this.getters = new WaitList(sim.processes, name, this.queued);
    this.putters = new WaitList(sim.processes, `room in ${name}`);
  }

  /** Items in the store now. */
  get length(): number {
    return this.items.length;
  }

  /** The item that the running process got. Throws `not-held` unless its last `get` was from this store and got one. */
  get taken(): T {
    const process = this.processes.running;
    if (process.takenFrom === this) return process.taken as T;
    throw new SimulationError("not-held", `its last get has taken nothing from store "${this.name}"`);
  }

  /** In a process: waits until the item is in the store or handed to a waiting consumer. */
  put(item: T): Wait {
    if (this.offer(item)) return this.processes.proceed();
    this.processes.running.itemToPut = item;
    return this.putters.enter();
  }

  /** Anywhere: puts the item at once. Returns false, without effect, if there is no room. */
  offer(item: T): boolean {
    if (this.getters.first !== undefined) {
      this.hand(this.getters.wake(), item);
      return true;
    }
    if (this.items.length >= this.capacity) return false;
    this.items.push(item);
    this.stored.set(this.items.length);
    return true;
  }

  /** In a process: waits for an item, which is then `taken`. */
  get(): Wait {
    if (this.items.length === 0) {
      const wait = this.getters.enter();
      this.processes.running.takenFrom = undefined;
      return wait;
    }
    const wait = this.processes.proceed();
    this.hand(this.processes.running, this.items.shift());
    if (this.putters.first !== undefined) this.items.push(this.putters.wake().itemToPut as T);
    this.stored.set(this.items.length);
    return wait;
  }

  private hand(process: ActiveProcess, item: T | undefined): void {
    process.taken = item;
    process.takenFrom = this;
  }
}
