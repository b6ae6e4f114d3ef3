import type { RandomStreams, Simulation } from "../engine/index.ts";
import type { CostSheet } from "./cost-sheet.ts";
import { ThreadPrices } from "./prices.ts";
import { OwnCpu, type Thread } from "./thread.ts";

/** Where the numbers of vcpu threads begin, among the streams of thread prices. */
const firstVcpu = 0x10000;

/** Makes the threads of a machine, and adds up what they did. */
export class Threads {
  readonly vcpus: Thread[] = [];
  readonly workers: Thread[] = [];
  readonly #sim: Simulation;
  readonly #costs: CostSheet;
  readonly #streams: RandomStreams;

  constructor(sim: Simulation, costs: CostSheet, streams: RandomStreams) {
    this.#sim = sim;
    this.#costs = costs;
    this.#streams = streams;
  }

  vcpu(): Thread {
    const id = this.vcpus.length;
    const thread = this.#make(firstVcpu + id, `vcpu${id}`);
    this.vcpus.push(thread);
    return thread;
  }

  worker(name: string): Thread {
    const thread = this.#make(this.workers.length, name);
    this.workers.push(thread);
    return thread;
  }

  /** Time that workers spent on a CPU. */
  get workersBusy(): number {
    return this.workers.reduce((sum, thread) => sum + thread.busy, 0);
  }

  /** Time that vcpus spent on a CPU, in the guest or out of it. */
  get vcpusBusy(): number {
    return this.vcpus.reduce((sum, thread) => sum + thread.busy, 0);
  }

  #make(index: number, waitsFor: string): Thread {
    const prices = new ThreadPrices(this.#costs, { thread: index, streams: this.#streams });
    return new OwnCpu(this.#sim, { prices, idle: this.#costs.idle, waitsFor });
  }
}
