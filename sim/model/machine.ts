import { RandomStreams, Resource, Simulation } from "../engine/index.ts";
import type { Space } from "../kvm/access.ts";
import { type Kernel, Vm } from "../kvm/vm.ts";
import { type Answers, PolledAnswers, UnseenAnswers } from "./answers.ts";
import type { Backend } from "./backend.ts";
import type { CostSheet, Price, StepCost } from "./cost-sheet.ts";
import { Counter } from "./counter.ts";
import type { Host } from "./host.ts";
import { Observations } from "./observations.ts";
import { StagePrices, ThreadPrices } from "./prices.ts";
import { QueueDepth } from "./queue-depth.ts";
import { layOut, type Region } from "./region.ts";
import { RequestPool } from "./request.ts";
import { ClosedLoop, type GuestPlan, OpenStream, type RequestSource } from "./request-source.ts";
import type { Rung } from "./rung.ts";
import { OwnCpu, type Thread } from "./thread.ts";
import type { Match, Notify } from "./totals.ts";
import { vcpu } from "./vcpu.ts";
import type { Suppression } from "./virtqueue.ts";
import { Vmm } from "./vmm.ts";
import { Worker } from "./worker.ts";
import { isOpen, type Workload, waitsForAnswers } from "./workload.ts";

/** One simulated machine, described as plain data: a sweep point without its repetitions. */
export interface MachineSpec {
  readonly kernel: Kernel;
  /** `lifted` asks what more than v7's six devices would cost, though v7 would crash on the seventh. */
  readonly deviceLimit: "kernel" | "lifted";
  readonly costs: CostSheet;
  readonly vcpus: number;
  readonly workload: Workload;
  readonly space: Space;
  readonly address: bigint;
  readonly len: number;
  readonly notify: Notify;
  /** `exponent` is that of Zipf's law, where it chooses the doorbell; 1 if not given. */
  readonly regions: { readonly count: number; readonly rung: Rung; readonly match: Match; readonly exponent?: number };
  readonly backend: { readonly kind: "counter" | "iothread"; readonly service: Price | undefined };
  /** A virtqueue behind each doorbell; without one, the doorbell itself is the request. */
  readonly virtqueue?: { readonly suppression: Suppression };
}

/** Which repetition of it to run, and how much of it to count. */
export interface RunSpec {
  readonly seed: number;
  readonly replication: number;
  /** Requests of all vcpus together, and how many of the first are not counted. */
  readonly requests: number;
  readonly warmup: number;
  readonly keep: "series" | "totals";
}

/** A machine in time: guest, KVM, VMM and backend put together, run once. */
export class Machine {
  readonly observations: Observations;
  readonly sim = new Simulation();
  readonly vmm: Vmm;
  readonly #spec: MachineSpec;
  readonly #run: RunSpec;
  readonly #streams: RandomStreams;
  readonly #vcpus: Thread[] = [];
  readonly #workers: Thread[] = [];

  constructor(spec: MachineSpec, run: RunSpec) {
    this.#spec = spec;
    this.#run = run;
    this.#streams = new RandomStreams({ seed: run.seed, replication: run.replication });
    const noticed = waitsForAnswers(spec.workload);
    this.observations = new Observations(this.sim, run, noticed ? "noticed" : "unseen");
    const vm = new Vm({ kernel: spec.kernel, deviceLimit: spec.deviceLimit });
    const suppression = spec.virtqueue?.suppression ?? null;
    const regions = layOut(vm, { ...spec, ...spec.regions, suppression }, spec.notify);
    const pool = new RequestPool();
    const source = this.#source(regions, pool);
    const { sim, observations } = this;
    const answers = noticed ? new PolledAnswers({ sim, pool, source, observations }) : new UnseenAnswers(pool);
    const backend = this.#backend(regions, answers);
    this.vmm = new Vmm(sim, { observations, answers });
    this.#spawnVcpus({ ...this.#kvm(vm), sim, source, pool, backend, observations, vmm: this.vmm });
  }

  /** Random numbers drawn; 0 means that every replication is the same run. */
  get draws(): number {
    return this.#streams.draws;
  }

  /** Time that the backend's threads spent on a CPU, in the whole run. */
  get backendBusy(): number {
    return this.#workers.reduce((sum, thread) => sum + thread.busy, 0);
  }

  /** Runs until every request is answered and every thread sleeps. Throws where the run breaks a law. */
  run(): Observations {
    this.sim.run();
    this.observations.checkConservation(this.#run.requests);
    this.observations.checkPopulations(this.#spec.vcpus);
    for (const thread of this.#workers) thread.checkTime();
    return this.observations;
  }

  #source(regions: readonly Region[], pool: RequestPool): RequestSource {
    const { workload, vcpus, regions: layout, backend } = this.#spec;
    const rung = { rung: layout.rung, exponent: layout.exponent ?? 1 };
    const plan: GuestPlan = { workload, vcpus, requests: this.#run.requests, rung, service: backend.service };
    const dice = { regions, streams: this.#streams, pool };
    if (isOpen(workload)) return new OpenStream(plan, workload, dice);
    const { think, depth } = workload;
    if (depth === undefined) return new ClosedLoop(plan, think, dice);
    return new QueueDepth(this.sim, { ...plan, think, depth }, dice, (vcpu) => this.#vcpus[vcpu]?.nudge());
  }

  #backend(regions: readonly Region[], answers: Answers): Backend {
    const { sim, observations } = this;
    if (this.#spec.backend.kind === "counter") return new Counter({ observations, answers }, regions);
    const thread = this.#thread(0, "iothread ppoll");
    this.#workers.push(thread);
    const worker = new Worker({ sim, thread, answers, observations }, regions);
    sim.spawn("iothread", worker.run());
    return worker;
  }

  #thread(index: number, waitsFor: string): Thread {
    const { costs } = this.#spec;
    const prices = new ThreadPrices(costs, { thread: index, streams: this.#streams });
    return new OwnCpu(this.sim, { prices, idle: costs.idle, waitsFor });
  }

  #kvm(vm: Vm): Pick<Host, "bus" | "stepCost" | "match" | "deviceLock"> {
    const bus = vm.bus(this.#spec.space);
    const stepCost = `bus-${bus.dispatcher.step}-step` as const satisfies StepCost;
    const deviceLock = this.#spec.kernel === "v7" ? new Resource(this.sim, { name: "kvm->lock" }) : null;
    return { bus, stepCost, match: this.#spec.regions.match, deviceLock };
  }

  #spawnVcpus(host: Host): void {
    const { costs, space, workload, vcpus } = this.#spec;
    for (let id = 0; id < vcpus; id++) {
      const prices = new StagePrices(costs, { space, vcpu: id, streams: this.#streams });
      const thread = this.#thread(firstVcpuThread + id, `vcpu${id}`);
      this.#vcpus.push(thread);
      this.sim.spawn(`vcpu${id}`, vcpu(host, { id, thread, prices, workload: workload.kind }));
    }
  }
}

/** Where the numbers of vcpu threads begin, among the streams of thread prices. */
const firstVcpuThread = 0x10000;
