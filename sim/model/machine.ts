import { RandomStreams, Resource, Simulation } from "../engine/index.ts";
import type { Space } from "../kvm/access.ts";
import { type Kernel, Vm } from "../kvm/vm.ts";
import type { Backend } from "./backend.ts";
import type { CostSheet, Price, StepCost } from "./cost-sheet.ts";
import { Counter } from "./counter.ts";
import type { Host } from "./host.ts";
import { Iothread } from "./iothread.ts";
import { Observations } from "./observations.ts";
import { StagePrices, ThreadPrices } from "./prices.ts";
import { crowd, layOut, type Region } from "./region.ts";
import type { Match, Notify } from "./totals.ts";
import { vcpu } from "./vcpu.ts";
import { Vmm } from "./vmm.ts";
import { errands, type Rung, type Workload } from "./workload.ts";

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
  readonly regions: { readonly count: number; readonly rung: Rung; readonly match: Match; readonly others?: number };
  readonly backend: { readonly kind: "counter" | "iothread"; readonly service: Price | undefined };
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

  constructor(spec: MachineSpec, run: RunSpec) {
    this.#spec = spec;
    this.#run = run;
    this.#streams = new RandomStreams({ seed: run.seed, replication: run.replication });
    this.observations = new Observations(this.sim, run.warmup, run.keep);
    const vm = new Vm({ kernel: spec.kernel, deviceLimit: spec.deviceLimit });
    const regions = layOut(vm, { ...spec, ...spec.regions }, spec.notify);
    crowd(vm, { ...spec, ...spec.regions }, spec.regions.others ?? 0);
    const backend = this.#backend(regions);
    this.vmm = new Vmm(this.sim, backend);
    this.#spawnVcpus(this.#host(vm, backend), regions);
  }

  /** Random numbers drawn; 0 means that every replication is the same run. */
  get draws(): number {
    return this.#streams.draws;
  }

  /** Runs until every request is answered and every thread sleeps. */
  run(): Observations {
    this.sim.run();
    this.observations.checkConservation(this.#run.requests);
    return this.observations;
  }

  #backend(regions: readonly Region[]): Backend {
    if (this.#spec.backend.kind === "counter") return new Counter(this.observations, regions);
    const prices = new ThreadPrices(this.#spec.costs, { thread: 0, streams: this.#streams });
    const { sim, observations } = this;
    const iothread = new Iothread({ sim, prices, idle: this.#spec.costs.idle, observations }, regions);
    sim.spawn("iothread", iothread.run());
    return iothread;
  }

  #host(vm: Vm, backend: Backend): Host {
    const { sim, vmm, observations } = this;
    const bus = vm.bus(this.#spec.space);
    const stepCost = `bus-${bus.dispatcher.step}-step` as const satisfies StepCost;
    const deviceLock = this.#spec.kernel === "v7" ? new Resource(sim, { name: "kvm->lock" }) : null;
    return { sim, bus, stepCost, match: this.#spec.regions.match, deviceLock, vmm, backend, observations };
  }

  #spawnVcpus(host: Host, regions: readonly Region[]): void {
    const { costs, space, workload, vcpus, regions: layout, backend } = this.#spec;
    const streams = this.#streams;
    const plan = { workload, vcpus, requests: this.#run.requests, rung: layout.rung, service: backend.service };
    const next = errands(plan, regions, streams);
    for (let id = 0; id < vcpus; id++) {
      const prices = new StagePrices(costs, { space, vcpu: id, streams });
      this.sim.spawn(`vcpu${id}`, vcpu(host, prices, { id, next }));
    }
  }
}
