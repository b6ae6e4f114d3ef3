import { type Simulation, Tally } from "../../engine/index.ts";
import { type Stage, stages } from "../costs/cost-sheet.ts";
import type { Request } from "../doorbell/request.ts";
import { LittlesLaw } from "./littles-law.ts";
import { noStageTimes, type StageTimes } from "./stage-ledger.ts";
import { ThroughputMeter } from "./throughput-meter.ts";

/** Where a doorbell was taken: in the kernel before or after decoding, or by the VMM. */
export type ExitKind = "fast-mmio" | "in-kernel" | "userspace";

/** Durations by request, from the first. A request that nobody took leaves a hole. */
export interface Series {
  readonly response: number[];
  readonly notify: number[];
  readonly completion: number[];
}

/** A round trip that is over. */
export interface FinishedTrip {
  readonly request: Request;
  readonly rtt: number;
  /** Everything spent and waited. */
  readonly booked: number;
  /** Whether its signal woke a sleeping thread. */
  readonly woke: boolean;
  /** Comparisons of the bus search. */
  readonly comparisons: number;
}

/** What a run has seen. Durations count from request `warmup` on; counters and balances count everything. */
export class Observations {
  /** rtt of doorbells whose signal woke a sleeping thread, and of all others. */
  readonly rttWoke = new Tally();
  readonly rttQuiet = new Tally();
  readonly issueDelay = new Tally();
  readonly response = new Tally();
  readonly notify = new Tally();
  /** From the store until the guest sees the completion; empty where nobody observes completions. */
  readonly completion = new Tally();
  readonly comparisons = new Tally();
  /** Time by stage of the doorbells that are measured, and of those in the warm-up. */
  readonly #measured = noStageTimes();
  readonly #unmeasured = noStageTimes();
  readonly exits: Record<ExitKind, number> = { "fast-mmio": 0, "in-kernel": 0, userspace: 0 };
  /** For the warm-up rule, warm-up included. Empty unless the run keeps series. */
  readonly series: Series = { response: [], notify: [], completion: [] };
  /** Requests submitted, and doorbells rung for requests or completions. */
  requests = 0;
  issued = 0;
  requestsHandled = 0;
  /** Requests that nobody had taken at the end of the run. */
  inFlight = 0;
  handlerRuns = 0;
  /** The most requests of one `cameDuringExit`. */
  mostDuringExit = 0;
  wakeups = 0;
  /** Lines raised again after an end of interrupt, because completions had arrived meanwhile. */
  reasserted = 0;
  interrupts = 0;
  /** Halts of vcpus, and those in which the thread slept. */
  halts = 0;
  haltSleeps = 0;
  /** Requests that found their ring full. */
  fullRings = 0;
  /** Time that vcpus had nothing to do but wait for a slot on a ring. */
  ringWaited = 0;
  /** Time that backends polled. */
  polled = 0;
  /** Time that backends read eventfds before they could serve. */
  reading = 0;
  /** Time that backends raised interrupts. */
  raising = 0;
  /** CPU time of the guest's own work. */
  guestWork = 0;
  /** Its parts before submission and after completion. */
  submitWork = 0;
  answerWork = 0;
  /** Time of vcpus that take interrupts, outside their doorbells. */
  readonly vcpuTime = { guest: 0, interrupts: 0, halted: 0 };
  readonly #exits = new LittlesLaw("vcpus out of the guest");
  readonly #untaken = new LittlesLaw("requests that wait for a handler");
  readonly #uncompleted = new LittlesLaw("requests without a completion");
  /** Requests completed by the time the guest resumed after its last doorbell. */
  completedByLast = 0;
  #completedSoFar = 0;
  /** Rates of the measured requests: due, submitted, and completed or, where nobody observes completions, served. */
  readonly flow: {
    readonly due: ThroughputMeter;
    readonly submitted: ThroughputMeter;
    readonly completed: ThroughputMeter;
  };
  readonly #sim: Simulation;
  readonly #warmup: number;
  readonly #keepSeries: "series" | "totals";
  readonly #completions: "observed" | "unobserved";

  /** `batch` requests are due at once. */
  constructor(
    sim: Simulation,
    run: { warmup: number; keep: "series" | "totals"; batch: number },
    completions: "observed" | "unobserved",
  ) {
    const first = run.batch - (run.warmup % run.batch); // requests of the first batch that are measured
    this.flow = {
      due: new ThroughputMeter(first),
      submitted: new ThroughputMeter(first),
      completed: new ThroughputMeter(first),
    };
    this.#sim = sim;
    this.#warmup = run.warmup;
    this.#keepSeries = run.keep;
    this.#completions = completions;
  }

  exit(kind: ExitKind): void {
    this.exits[kind] += 1;
  }

  /** The guest submits a request, at this instant. */
  submitted(now: number): void {
    this.requests += 1;
    this.#untaken.enter(now);
    if (this.#completions === "observed") this.#uncompleted.enter(now);
  }

  /** The vcpu leaves the guest for a doorbell. Returns where its stages are added up. */
  left(request: Request): StageTimes {
    this.#exits.enter(request.stored);
    return request.index < this.#warmup ? this.#unmeasured : this.#measured;
  }

  /** A handler ran and found `requests`. */
  handlerRun(requests: number): void {
    this.handlerRuns += 1;
    this.requestsHandled += requests;
  }

  /** Requests that arrived while the VMM handled one doorbell, and were served before its vcpu could return. */
  cameDuringExit(requests: number): void {
    if (requests > this.mostDuringExit) this.mostDuringExit = requests;
  }

  /** The handler that takes this request begins, at this instant. */
  handled(request: Request): void {
    const { now } = this.#sim;
    this.#untaken.leave(now, request.stored);
    if (this.#keepSeries === "series") this.series.notify[request.index] = now - request.stored;
    if (request.index >= this.#warmup) this.notify.record(now - request.stored);
  }

  /** Nobody has taken this request by the end of the run. */
  leftBehind(request: Request): void {
    const { now } = this.#sim;
    this.inFlight += 1;
    this.#untaken.leave(now, request.stored);
    if (this.#completions === "observed") this.#uncompleted.leave(now, request.stored);
  }

  /** The guest sees the completion of this request, at this instant. */
  completed(request: Request): void {
    const { now } = this.#sim;
    this.#uncompleted.leave(now, request.stored);
    this.#completedSoFar += 1;
    if (this.#keepSeries === "series") this.series.completion[request.index] = now - request.stored;
    if (request.index < this.#warmup) return;
    this.completion.record(now - request.stored);
    this.flow.completed.pass(now);
  }

  /** The device has served this request, and nobody observes completions. */
  served(request: Request): void {
    this.#completedSoFar += 1;
    if (request.index >= this.#warmup) this.flow.completed.pass(this.#sim.now);
  }

  /** The guest resumes without ringing for this request. */
  suppressed(request: Request): void {
    this.#resumed(request, request.stored - request.intended);
  }

  /** The guest resumes after the doorbell of a request. */
  resumed(trip: FinishedTrip): void {
    const { rtt, request } = trip;
    this.returned(trip);
    this.#resumed(request, request.stored - request.intended + rtt);
  }

  /** A round trip is over, for a request or for completions. */
  returned(trip: FinishedTrip): void {
    const { rtt, request } = trip;
    if (trip.booked !== rtt) {
      throw new Error(`${trip.booked} was spent on a doorbell, but the round trip took ${rtt}`);
    }
    this.issued += 1;
    this.#exits.leave(this.#sim.now, request.stored);
    if (request.index < this.#warmup) return;
    (trip.woke ? this.rttWoke : this.rttQuiet).record(rtt);
    this.comparisons.record(trip.comparisons);
  }

  /** From the store until the guest's next instruction. */
  get rtt(): Tally {
    const rtt = new Tally();
    rtt.merge(this.rttQuiet);
    rtt.merge(this.rttWoke);
    return rtt;
  }

  /** Mean time of each stage in a measured doorbell. */
  stageMeans(): { [stage in Stage]?: number } {
    const means: { [stage in Stage]?: number } = {};
    const doorbells = this.rttWoke.count + this.rttQuiet.count;
    stages.forEach((stage, i) => {
      if (this.#measured[i]! > 0) means[stage] = this.#measured[i]! / doorbells;
    });
    return means;
  }

  /** Throws unless every request was handled once or is in flight, and every doorbell was taken once, in the kernel or by the VMM. */
  checkConservation(expected: number): void {
    const taken = this.exits["fast-mmio"] + this.exits["in-kernel"] + this.exits.userspace;
    const { requests, issued, inFlight, requestsHandled: handled } = this;
    if (requests !== expected || issued !== taken || handled + inFlight !== expected) {
      const balance = { expected, requests, issued, taken, handled, inFlight };
      throw new Error(`doorbells are not conserved: ${JSON.stringify(balance)}`);
    }
  }

  /** Time that vcpus were out of the guest for doorbells. */
  get exitTime(): number {
    return this.#exits.integral;
  }

  /** Throws unless the stages of all doorbells make up the time that vcpus were out for them. */
  checkStages(): void {
    const booked = [...this.#measured, ...this.#unmeasured].reduce((sum, stage) => sum + stage, 0);
    if (Math.abs(booked - this.exitTime) <= 1e-9 * this.exitTime) return;
    throw new Error(`stages of all doorbells sum to ${booked}, but vcpus were out for ${this.exitTime}`);
  }

  /** Throws unless the vcpus, each halted since a known instant, can account for all of their time. */
  checkVcpuTime(haltedSince: readonly number[]): void {
    const { now } = this.#sim;
    const { guest, interrupts, halted } = this.vcpuTime;
    const known = haltedSince.reduce((sum, since) => sum + now - since, guest + interrupts + halted + this.exitTime);
    if (Math.abs(known - now * haltedSince.length) <= 1e-9 * now * haltedSince.length) return;
    throw new Error(`of ${haltedSince.length} times ${now} the vcpus can account for ${known}`);
  }

  /** Throws unless what entered left, and Little's law holds for it. */
  checkPopulations(vcpus: number): void {
    this.#exits.check(vcpus);
    this.#untaken.check();
    this.#uncompleted.check();
  }

  #resumed(request: Request, response: number): void {
    this.completedByLast = this.#completedSoFar;
    if (this.#keepSeries === "series") this.series.response[request.index] = response;
    if (request.index < this.#warmup) return;
    this.issueDelay.record(request.stored - request.intended);
    this.response.record(response);
    this.flow.due.pass(request.intended);
    this.flow.submitted.pass(this.#sim.now);
  }
}
