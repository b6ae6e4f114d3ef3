import { RandomStreams, Simulation } from "../engine/index.ts";
import { capabilities } from "../kvm/kernels.ts";
import { Vm } from "../kvm/vm.ts";
import { type Completions, PolledCompletions, UnseenCompletions } from "./completion/completions.ts";
import { connectMessages, Interrupts } from "./completion/interrupts.ts";
import { connectLevel, type LevelLine, Resampler } from "./completion/resampler.ts";
import { StagePrices } from "./costs/cost-sampler.ts";
import { Threads } from "./cpu/threads.ts";
import { type Device, makeDevice } from "./device.ts";
import { type Doorbell, type DoorbellLayout, layOutDoorbells, type QueueLayout } from "./doorbell/doorbell.ts";
import { registerEventFds } from "./doorbell/register.ts";
import { type Request, RequestPool } from "./doorbell/request.ts";
import { EptMisconfig, noFastMmio } from "./exit/fast-mmio.ts";
import { KvmLock, noBusLock } from "./exit/kvm-lock.ts";
import { mechanisms } from "./exit/mechanisms/mechanisms.ts";
import { completionDoorbellCount } from "./guest/completion-doorbell.ts";
import type { GuestContext } from "./guest/guest-context.ts";
import { InterruptDrivenVcpu } from "./guest/interrupt-driven-vcpu.ts";
import { PollingVcpu } from "./guest/polling-vcpu.ts";
import { Observations } from "./observe/observations.ts";
import type { MachineSpec, RunSpec } from "./spec/machine-spec.ts";
import { isOpen, waitsForCompletions } from "./spec/workload-spec.ts";
import { CoalescedRingReader } from "./vmm/coalesced-ring-reader.ts";
import { batchOf } from "./workload/batches.ts";
import { FixedDepthSource } from "./workload/fixed-depth-source.ts";
import { ClosedLoop, type GuestPlan, OpenStream, type RequestSource } from "./workload/request-source.ts";

/** First numbers of halt costs and completion-doorbell costs among the streams of stage costs. */
const firstHalt = 0x10000;
const firstCompletionDoorbell = 0x20000;

/** How completions reach the vcpus. */
interface CompletionPath {
  readonly interrupts: Interrupts | null;
  readonly completionDoorbells: readonly Doorbell[];
  readonly level: Resampler | null;
}

/** A machine in time: guest, KVM, VMM and backend. It runs once. */
export class Machine {
  readonly observations: Observations;
  readonly sim = new Simulation();
  readonly device: Device;
  readonly threads: Threads;
  readonly #spec: MachineSpec;
  readonly #run: RunSpec;
  readonly #streams: RandomStreams;
  readonly #pool = new RequestPool();
  readonly #guests: InterruptDrivenVcpu[] = [];
  readonly #doorbells: readonly Doorbell[];

  constructor(spec: MachineSpec, run: RunSpec) {
    this.#spec = spec;
    this.#run = run;
    this.#streams = new RandomStreams({ seed: run.seed, replication: run.replication });
    this.threads = new Threads(this.sim, spec.costs, { streams: this.#streams, host: spec.host });
    const observed = spec.return !== undefined || waitsForCompletions(spec.workload);
    const batch = batchOf(spec.workload);
    this.observations = new Observations(this.sim, { ...run, batch }, observed ? "observed" : "unobserved");
    const vm = new Vm({ kernel: spec.kernel, deviceLimit: spec.deviceLimit });
    const line = spec.return?.trigger === "level" ? connectLevel(vm) : null;
    const lines = line
      ? { firstGsi: line.gsi, raise: [line.raise] }
      : spec.return && connectMessages(vm, spec.return.kind, spec.vcpus);
    const mechanism = mechanisms[spec.notify];
    const { count, others = 0 } = spec.regions;
    const { suppression, size } = spec.virtqueue ?? {};
    const layOut = (place: { first: number; count: number }, queue: QueueLayout) => {
      const layout = layoutOf(spec, place);
      return place.count === 0 ? [] : layOutDoorbells(layout, queue, mechanism.register(vm, layout));
    };
    const ring = { kind: "request", suppression: suppression ?? null, size } as const;
    const requestDoorbells = layOut({ first: 0, count }, ring);
    // No request lies behind a completion doorbell: its backend is signalled and finds none.
    const completionDoorbells = layOut(
      { first: count, count: completionDoorbellCount(spec) },
      { kind: "cq-head", suppression: "none" },
    );
    // Doorbells of other devices on the same bus; every search passes them.
    registerEventFds(vm, layoutOf(spec, { first: count + completionDoorbells.length, count: others }));
    const doorbells = [...requestDoorbells, ...completionDoorbells];
    const source = this.#source(requestDoorbells);
    const to = { sim: this.sim, pool: this.#pool, source, observations: this.observations };
    const interrupts = lines ? new Interrupts(vm, { lines, suppression: suppression ?? "none" }, to) : null;
    const completions: Completions = interrupts ?? (observed ? new PolledCompletions(to) : new UnseenCompletions(to));
    const coalescedRing = mechanism.registers === "zone" ? new CoalescedRingReader(vm, doorbells) : null;
    this.#doorbells = requestDoorbells;
    this.device = makeDevice(spec, { ...to, threads: this.threads, completions, coalescedRing }, doorbells);
    const level = interrupts && line && this.#resampler(vm, { line, interrupts });
    this.#spawnVcpus(this.#context(vm, source), { interrupts, completionDoorbells, level });
  }

  /** Random numbers drawn; 0 means that all replications are the same run. */
  get draws(): number {
    return this.#streams.draws;
  }

  /** Runs until all requests are complete and all threads sleep. Throws if a balance does not hold. */
  run(): Observations {
    this.sim.run();
    for (const { pending } of this.#doorbells) while (pending.length > 0) this.#leaveBehind(pending.shift());
    this.#pool.checkReturned();
    this.observations.checkConservation(this.#run.requests);
    this.observations.checkPopulations(this.#spec.vcpus);
    this.observations.checkStages();
    for (const thread of this.threads.workers) thread.checkTime();
    if (this.#guests.length > 0) this.observations.checkVcpuTime(this.#guests.map((guest) => guest.haltedSince));
    return this.observations;
  }

  /** Time that vcpus were halted, to the end of the run. */
  get haltedTime(): number {
    const { now } = this.sim;
    return this.#guests.reduce((sum, guest) => sum + now - guest.haltedSince, this.observations.vcpuTime.halted);
  }

  /** The run is over and nobody has looked at this request. */
  #leaveBehind(request: Request): void {
    this.observations.leftBehind(request);
    this.#pool.release(request);
  }

  #source(doorbells: readonly Doorbell[]): RequestSource {
    const { workload, work = {}, vcpus, regions: layout, backend, costs } = this.#spec;
    const choice = { choice: layout.choice, exponent: layout.exponent ?? 1 };
    const { service } = backend;
    const ring = this.#spec.virtqueue ? costs.thread : {};
    const plan: GuestPlan = { workload, work, vcpus, requests: this.#run.requests, choice, service, ring };
    const inputs = { doorbells, streams: this.#streams, pool: this.#pool };
    if (isOpen(workload)) return new OpenStream(plan, workload, inputs);
    const { think, depth } = workload;
    if (depth === undefined) return new ClosedLoop(plan, think, inputs);
    return new FixedDepthSource(this.sim, { ...plan, think, depth }, inputs, (vcpu) => this.#somethingToDo(vcpu));
  }

  /** A request is due at a vcpu that may wait for one. */
  #somethingToDo(vcpu: number): void {
    const guest = this.#guests[vcpu];
    if (guest) guest.timer();
    else this.threads.vcpus[vcpu]?.wake();
  }

  #context(vm: Vm, source: RequestSource): GuestContext {
    const { kernel, space, notify, regions } = this.#spec;
    const { backend, vmm } = this.device;
    return {
      sim: this.sim,
      bus: vm.bus(space),
      fastMmio: this.#spec.fastMmio && space === "mmio" ? new EptMisconfig(vm.bus("fast-mmio")) : noFastMmio,
      kvmLock: capabilities(kernel).kvmLock ? new KvmLock() : noBusLock,
      taker: mechanisms[notify].make({ match: regions.match, backend }),
      userspace: vmm,
      backend,
      source,
      pool: this.#pool,
      observations: this.observations,
    };
  }

  #resampler(vm: Vm, { line, interrupts }: { line: LevelLine; interrupts: Interrupts }): Resampler {
    const thread = this.threads.worker("resample");
    const resampler = new Resampler(vm, line, { thread, interrupts, observations: this.observations });
    this.sim.spawn("resample", resampler.run());
    return resampler;
  }

  #spawnVcpus(host: GuestContext, path: CompletionPath): void {
    const { interrupts, completionDoorbells, level } = path;
    const { costs, space, workload, vcpus, return: completion } = this.#spec;
    const pricing = { space, step: `bus-${host.bus.dispatcher.step}-step`, streams: this.#streams } as const;
    const priced = (entity: number) => new StagePrices(costs, { ...pricing, vcpu: entity });
    for (let id = 0; id < vcpus; id++) {
      const parts = { id, thread: this.threads.vcpu(), prices: priced(id), workload: workload.kind };
      if (interrupts === null || completion === undefined) {
        this.sim.spawn(`vcpu${id}`, new PollingVcpu(host, parts).run());
        continue;
      }
      const doorbell = completionDoorbells[id];
      const completionDoorbell = doorbell ? { doorbell, prices: priced(firstCompletionDoorbell + id) } : null;
      const interruptParts = { completion, interrupts, level, completionDoorbell, haltPrices: priced(firstHalt + id) };
      const guest = new InterruptDrivenVcpu(host, { ...parts, ...interruptParts });
      this.#guests.push(guest);
      interrupts.targets.push(guest);
      this.sim.spawn(`vcpu${id}`, guest.run());
    }
  }
}

function layoutOf(
  { space, address, len, regions }: MachineSpec,
  place: { first: number; count: number },
): DoorbellLayout {
  return { space, address, len, match: regions.match, ...place };
}
