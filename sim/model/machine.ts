import { RandomStreams, Simulation } from "../engine/index.ts";
import { Vm } from "../kvm/vm.ts";
import { type Answers, PolledAnswers, UnseenAnswers } from "./answers.ts";
import { Backlog } from "./coalesced-store.ts";
import type { StepCost } from "./cost-sheet.ts";
import { type Device, makeDevice } from "./device.ts";
import { DeviceMutex } from "./device-mutex.ts";
import { FastMmio } from "./fast-mmio.ts";
import { GuestLoop } from "./guest-loop.ts";
import type { Host } from "./host.ts";
import { connectInterrupts, Interrupts } from "./interrupts.ts";
import type { MachineSpec, RunSpec } from "./machine-spec.ts";
import { Observations } from "./observations.ts";
import { StagePrices } from "./prices.ts";
import { QueueDepth } from "./queue-depth.ts";
import { crowd, layOut, type Region } from "./region.ts";
import { RequestPool } from "./request.ts";
import { ClosedLoop, type GuestPlan, OpenStream, type RequestSource } from "./request-source.ts";
import { Threads } from "./threads.ts";
import { vcpu } from "./vcpu.ts";
import { isOpen, waitsForAnswers } from "./workload.ts";

/** Where the numbers of the prices of halting begin, among the streams of stage prices. */
const firstHalt = 0x10000;

/** A machine in time: guest, KVM, VMM and backend put together, run once. */
export class Machine {
  readonly observations: Observations;
  readonly sim = new Simulation();
  readonly device: Device;
  readonly threads: Threads;
  readonly #spec: MachineSpec;
  readonly #run: RunSpec;
  readonly #streams: RandomStreams;
  readonly #pool = new RequestPool();
  readonly #guests: GuestLoop[] = [];
  readonly #regions: readonly Region[];

  constructor(spec: MachineSpec, run: RunSpec) {
    this.#spec = spec;
    this.#run = run;
    this.#streams = new RandomStreams({ seed: run.seed, replication: run.replication });
    this.threads = new Threads(this.sim, spec.costs, { streams: this.#streams, host: spec.host });
    const noticed = spec.return !== undefined || waitsForAnswers(spec.workload);
    this.observations = new Observations(this.sim, run, noticed ? "noticed" : "unseen");
    const vm = new Vm({ kernel: spec.kernel, deviceLimit: spec.deviceLimit });
    const lines = spec.return ? connectInterrupts(vm, spec.return.kind, spec.vcpus) : [];
    const suppression = spec.virtqueue?.suppression ?? null;
    const layout = { ...spec, ...spec.regions, suppression };
    const regions = layOut(vm, layout, spec.notify);
    crowd(vm, layout, spec.regions.others ?? 0);
    const source = this.#source(regions);
    const to = { sim: this.sim, pool: this.#pool, source, observations: this.observations };
    const interrupts = spec.return ? new Interrupts(vm, { lines, suppression: suppression ?? "none" }, to) : null;
    const answers: Answers = interrupts ?? (noticed ? new PolledAnswers(to) : new UnseenAnswers(this.#pool));
    const backlog = spec.notify === "coalesced" ? new Backlog(vm, regions) : null;
    this.#regions = regions;
    this.device = makeDevice(spec, { ...to, threads: this.threads, answers, backlog }, regions);
    this.#spawnVcpus({ ...this.#kvm(vm), ...to, ...this.device }, interrupts);
  }

  /** Random numbers drawn; 0 means that every replication is the same run. */
  get draws(): number {
    return this.#streams.draws;
  }

  /** Runs until every request is answered and every thread sleeps. Throws where the run breaks a law. */
  run(): Observations {
    this.sim.run();
    for (const { pending } of this.#regions) while (pending.length > 0) this.observations.leftBehind(pending.shift());
    this.observations.checkConservation(this.#run.requests);
    this.observations.checkPopulations(this.#spec.vcpus);
    for (const thread of this.threads.workers) thread.checkTime();
    if (this.#guests.length > 0) this.observations.checkVcpuTime(this.#guests.map((guest) => guest.haltedSince));
    return this.observations;
  }

  /** Time that vcpus were halted, up to the end of the run. */
  get haltedTime(): number {
    const { now } = this.sim;
    return this.#guests.reduce((sum, guest) => sum + now - guest.haltedSince, this.observations.vcpuTime.halted);
  }

  #source(regions: readonly Region[]): RequestSource {
    const { workload, vcpus, regions: layout, backend } = this.#spec;
    const rung = { rung: layout.rung, exponent: layout.exponent ?? 1 };
    const plan: GuestPlan = { workload, vcpus, requests: this.#run.requests, rung, service: backend.service };
    const dice = { regions, streams: this.#streams, pool: this.#pool };
    if (isOpen(workload)) return new OpenStream(plan, workload, dice);
    const { think, depth } = workload;
    if (depth === undefined) return new ClosedLoop(plan, think, dice);
    return new QueueDepth(this.sim, { ...plan, think, depth }, dice, (vcpu) => this.#somethingToDo(vcpu));
  }

  /** A request is due at a vcpu that may be waiting for one. */
  #somethingToDo(vcpu: number): void {
    const guest = this.#guests[vcpu];
    if (guest) guest.timer();
    else this.threads.vcpus[vcpu]?.nudge();
  }

  #kvm(vm: Vm): Pick<Host, "bus" | "stepCost" | "notify" | "match" | "deviceLock" | "fastMmio"> {
    const bus = vm.bus(this.#spec.space);
    const stepCost = `bus-${bus.dispatcher.step}-step` as const satisfies StepCost;
    const deviceLock = this.#spec.kernel === "v7" ? new DeviceMutex() : null;
    const fastMmio = this.#spec.fastMmio && this.#spec.space === "mmio" ? new FastMmio(vm.bus("fast-mmio")) : null;
    const { notify, regions } = this.#spec;
    return { bus, stepCost, notify, match: regions.match, deviceLock, fastMmio };
  }

  #spawnVcpus(host: Host, interrupts: Interrupts | null): void {
    const { costs, space, workload, vcpus, return: path } = this.#spec;
    const priced = (entity: number) => new StagePrices(costs, { space, vcpu: entity, streams: this.#streams });
    for (let id = 0; id < vcpus; id++) {
      const parts = { id, thread: this.threads.vcpu(), prices: priced(id), workload: workload.kind };
      if (interrupts === null || path === undefined) {
        this.sim.spawn(`vcpu${id}`, vcpu(host, parts));
        continue;
      }
      const guest = new GuestLoop(host, { ...parts, path, interrupts, haltPrices: priced(firstHalt + id) });
      this.#guests.push(guest);
      interrupts.targets.push(guest);
      this.sim.spawn(`vcpu${id}`, guest.run());
    }
  }
}
