import { type Simulation, Tally } from "../../engine/index.ts";
import { type Stage, stages } from "../costs/cost-sheet.ts";
import type { Request } from "../doorbell/request.ts";
import { LittlesLaw } from "./littles-law.ts";
import { noStageTimes, type StageTimes } from "./stage-ledger.ts";
import { ThroughputMeter } from "./throughput-meter.ts";

/** Where a doorbell was taken: in the kernel before or after decoding, or by the VMM. */
export type ExitKind = "fast-mmio" | "in-kernel" | "userspace";

/** Durations by request, from the first. Of those that nobody took some are missing. */
export interface Series {
  readonly response: number[];
  readonly notify: number[];
  readonly completion: number[];
}

/** A round trip that is over. */
export interface FinishedTrip {
  readonly request: Request;
  readonly rtt: number;
  /** What was spent on it and waited for it. */
  readonly booked: number;
  /** Whether its signal found a sleeper to wake. */
  readonly woke: boolean;
  /** How many comparisons the bus made in its search. */
  readonly comparisons: number;
}

/**
 * What a run has seen. Durations count from request `warmup` on; the balances count everything.
 */
export class Observations {
  /** rtt of the doorbells whose signal woke a sleeper, and of those whose signal did not. */
  readonly rttWoke = new Tally();
  readonly rttQuiet = new Tally();
  readonly issueDelay = new Tally();
  readonly response = new Tally();
  readonly notify = new Tally();
  /** From the store until the guest has its answer; empty where nothing goes back. */
  readonly completion = new Tally();
  /** Comparisons that the bus search of each doorbell made. */
  readonly comparisons = new Tally();
  /** Where the measured doorbells' time went, and where that of the others. */
  readonly #measured = noStageTimes();
  readonly #unmeasured = noStageTimes();
  readonly exits: Record<ExitKind, number> = { "fast-mmio": 0, "in-kernel": 0, userspace: 0 };
  /** Warm-up included: what a warm-up rule looks at. Empty unless asked for. */
  readonly series: Series = { response: [], notify: [], completion: [] };
  /** Requests of the guest, and doorbells rung: for them, or for their answers. */
  requests = 0;
  issued = 0;
  requestsHandled = 0;
  /** Requests that nobody had taken when the run was over. */
  inFlight = 0;
  handlerRuns = 0;
  /** The most that came while handlers ran, as `cameMeanwhile` was told. */
  mostDuringExit = 0;
  wakeups = 0;
  /** Lines that were raised again after an end of interrupt, because answers had come meanwhile. */
  reasserted = 0;
  /** Interrupts raised; times that vcpus halted, and that their threads slept in it. */
  interrupts = 0;
  halts = 0;
  haltSleeps = 0;
  /** Requests that found their ring full. */
  fullRings = 0;
  // Fractions, so that V8 makes room for doubles and never makes an object for a new value.
  /** Time that vcpus had nothing to do but wait for room on a ring. */
  ringWaited = 0.5;
  /** Time that backends spent looking for work. */
  polled = 0.5;
  /** Time that backends spent reading eventfds before they could look at what there was. */
  reading = 0.5;
  /** Time that backends spent raising interrupts. */
  raising = 0.5;
  /** CPU time of vcpus that went into the guest's own work. */
  guestWork = 0.5;
  /** The parts of it that requests took: before they were made, and after they were answered. */
  submitWork = 0.5;
  answerWork = 0.5;
  /** What vcpus did when they were not out for a doorbell. */
  readonly vcpuTime = { guest: 0.5, interrupts: 0.5, halted: 0.5 };
  readonly #exits = new LittlesLaw("vcpus out of the guest");
  readonly #untaken = new LittlesLaw("requests that wait for a handler");
  readonly #unanswered = new LittlesLaw("requests without an answer");
  /** How many requests were done when the guest went on after its last. */
  completedByLast = 0;
  #doneSoFar = 0;
  /**
   * The measured requests as they were due, as the guest went on after asking, and as they were done: answered, or served
   * where nobody notices answers.
   */
  readonly flow: {
    readonly due: ThroughputMeter;
    readonly submitted: ThroughputMeter;
    readonly resumed: ThroughputMeter;
  };
  readonly #sim: Simulation;
  readonly #warmup: number;
  readonly #keepSeries: "series" | "totals";
  readonly #answers: "noticed" | "unseen";

  /** `lump` requests are due at once. */
  constructor(
    sim: Simulation,
    run: { warmup: number; keep: "series" | "totals"; lump: number },
    answers: "noticed" | "unseen",
  ) {
    const first = run.lump - (run.warmup % run.lump); // of the first lump, those that are measured
    this.flow = {
      due: new ThroughputMeter(first),
      submitted: new ThroughputMeter(first),
      resumed: new ThroughputMeter(first),
    };
    this.#sim = sim;
    this.#warmup = run.warmup;
    this.#keepSeries = run.keep;
    this.#answers = answers;
    this.ringWaited = 0;
    this.polled = 0;
    this.reading = 0;
    this.raising = 0;
    this.guestWork = 0;
    this.submitWork = 0;
    this.answerWork = 0;
    Object.assign(this.vcpuTime, { guest: 0, interrupts: 0, halted: 0 });
  }

  exit(kind: ExitKind): void {
    this.exits[kind] += 1;
  }

  /** The guest makes a request, now. */
  asked(now: number): void {
    this.requests += 1;
    this.#untaken.enter(now);
    if (this.#answers === "noticed") this.#unanswered.enter(now);
  }

  /** The vcpu leaves the guest for its doorbell; returns where its stages are to be booked. */
  left(request: Request): StageTimes {
    this.#exits.enter(request.stored);
    return request.index < this.#warmup ? this.#unmeasured : this.#measured;
  }

  /** A handler ran and found `requests`. */
  handlerRun(requests: number): void {
    this.handlerRuns += 1;
    this.requestsHandled += requests;
  }

  /** So many requests came while a VMM's handlers ran for one doorbell, and were served before its vcpu was let go. */
  cameDuringExit(requests: number): void {
    if (requests > this.mostDuringExit) this.mostDuringExit = requests;
  }

  /** The handler run that takes this request executes its first instruction now. */
  handled(request: Request): void {
    const { now } = this.#sim;
    this.#untaken.leave(now, request.stored);
    if (this.#keepSeries === "series") this.series.notify[request.index] = now - request.stored;
    if (request.index >= this.#warmup) this.notify.record(now - request.stored);
  }

  /** The run is over, and this request still lies where nobody has looked. */
  leftBehind(request: Request): void {
    const { now } = this.#sim;
    this.inFlight += 1;
    this.#untaken.leave(now, request.stored);
    if (this.#answers === "noticed") this.#unanswered.leave(now, request.stored);
  }

  /** The guest has the answer to this request. */
  completed(request: Request): void {
    const { now } = this.#sim;
    this.#unanswered.leave(now, request.stored);
    this.#doneSoFar += 1;
    if (this.#keepSeries === "series") this.series.completion[request.index] = now - request.stored;
    if (request.index < this.#warmup) return;
    this.completion.record(now - request.stored);
    this.flow.resumed.pass(now);
  }

  /** The device is done with this request, and nobody notices. */
  served(request: Request): void {
    this.#doneSoFar += 1;
    if (request.index >= this.#warmup) this.flow.resumed.pass(this.#sim.now);
  }

  /** The guest need not ring for this request: it found so, or will ask itself for the whole batch. */
  suppressed(request: Request): void {
    this.#asked(request, request.stored - request.intended);
  }

  /** The guest executes its next instruction after the doorbell of a request. */
  done(trip: FinishedTrip): void {
    const { rtt, request } = trip;
    this.returned(trip);
    this.#asked(request, request.stored - request.intended + rtt);
  }

  /** A doorbell's round trip is over, whatever it was rung for. */
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

  /** From the store until the guest's next instruction, of all doorbells. */
  get rtt(): Tally {
    const rtt = new Tally();
    rtt.merge(this.rttQuiet);
    rtt.merge(this.rttWoke);
    return rtt;
  }

  /** Mean time per measured doorbell of each stage that was spent at all. */
  stageMeans(): { [stage in Stage]?: number } {
    const means: { [stage in Stage]?: number } = {};
    const doorbells = this.rttWoke.count + this.rttQuiet.count;
    stages.forEach((stage, i) => {
      if (this.#measured[i]! > 0) means[stage] = this.#measured[i]! / doorbells;
    });
    return means;
  }

  /** Throws unless every request was handled once or is in flight, and every doorbell taken in the kernel or by the VMM. */
  checkConservation(expected: number): void {
    const taken = this.exits["fast-mmio"] + this.exits["in-kernel"] + this.exits.userspace;
    const { requests, issued, inFlight, requestsHandled: handled } = this;
    if (requests !== expected || issued !== taken || handled + inFlight !== expected) {
      const balance = { expected, requests, issued, taken, handled, inFlight };
      throw new Error(`doorbells are not conserved: ${JSON.stringify(balance)}`);
    }
  }

  /** Time that vcpus were out for a doorbell. */
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
    this.#unanswered.check();
  }

  /** The guest goes on, `response` after it meant to ask. */
  #asked(request: Request, response: number): void {
    this.completedByLast = this.#doneSoFar;
    if (this.#keepSeries === "series") this.series.response[request.index] = response;
    if (request.index < this.#warmup) return;
    this.issueDelay.record(request.stored - request.intended);
    this.response.record(response);
    this.flow.due.pass(request.intended);
    this.flow.submitted.pass(this.#sim.now);
  }
}
