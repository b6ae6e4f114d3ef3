import type { RandomStreams, Simulation } from "../../engine/index.ts";
import { ThreadPrices } from "../costs/cost-sampler.ts";
import type { CostSheet } from "../costs/cost-sheet.ts";
import type { HostSpec } from "../spec/host-spec.ts";
import { FairScheduler } from "./fair-scheduler.ts";
import { OwnCpu, type Thread } from "./thread.ts";

/** First number of vcpu threads among the streams of thread costs. */
const firstVcpu = 0x10000;

/** Makes the threads of a machine and sums their times. */
export class Threads {
  readonly vcpus: Thread[] = [];
  readonly workers: Thread[] = [];
  readonly #sim: Simulation;
  readonly #costs: CostSheet;
  readonly #streams: RandomStreams;
  readonly #pin: HostSpec["pin"] | undefined;
  /** The CPUs they share; null where each thread has its own. */
  readonly cpus: FairScheduler | null;

  constructor(sim: Simulation, costs: CostSheet, at: { streams: RandomStreams; host: HostSpec | undefined }) {
    this.#sim = sim;
    this.#costs = costs;
    this.#streams = at.streams;
    this.#pin = at.host?.pin;
    this.cpus = at.host ? new FairScheduler(sim, at.host, costs.idle) : null;
  }

  vcpu(): Thread {
    const id = this.vcpus.length;
    const thread = this.#make(firstVcpu + id, `vcpu${id}`, this.#pin?.vcpus[id]);
    this.vcpus.push(thread);
    return thread;
  }

  worker(name: string): Thread {
    const thread = this.#make(this.workers.length, name, this.#pin?.backends[this.workers.length]);
    this.workers.push(thread);
    return thread;
  }

  /** Time of backend threads on a CPU. */
  get workersBusy(): number {
    return this.workers.reduce((sum, thread) => sum + thread.busy, 0);
  }

  /** Time that CPUs left idle states for backend threads, and switched to them. */
  get workersWoken(): { leaving: number; switching: number } {
    const sum = (of: "leaving" | "switching") => this.workers.reduce((total, thread) => total + thread[of], 0);
    return { leaving: sum("leaving"), switching: sum("switching") };
  }

  /** Time of vcpu threads on a CPU, in the guest or out of it. */
  get vcpusBusy(): number {
    return this.vcpus.reduce((sum, thread) => sum + thread.busy, 0);
  }

  #make(index: number, waitsFor: string, cpu: number | undefined): Thread {
    const prices = new ThreadPrices(this.#costs, { thread: index, streams: this.#streams });
    if (this.cpus !== null) return this.cpus.thread(prices, waitsFor, cpu);
    return new OwnCpu(this.#sim, { prices, idle: this.#costs.idle, waitsFor });
  }
}
