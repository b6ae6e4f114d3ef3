import { type Simulation, Tally } from "../engine/index.ts";
import { type Stage, stages } from "./cost-sheet.ts";
import type { Doorbell } from "./doorbell.ts";
import type { Request } from "./request.ts";

/** Where a doorbell was taken. */
export type ExitKind = "in-kernel" | "userspace";

/**
 * What a run has seen. Durations count from request `warmup` on; the balances count everything.
 */
export class Observations {
  readonly rtt = new Tally();
  /** rtt of the doorbells whose signal woke a sleeper, and of those whose signal did not. */
  readonly rttWoke = new Tally();
  readonly rttQuiet = new Tally();
  readonly lag = new Tally();
  readonly response = new Tally();
  readonly notify = new Tally();
  /** Comparisons that the bus search of each doorbell made. */
  readonly comparisons = new Tally();
  readonly stageTotals = new Float64Array(stages.length);
  readonly exits: Record<ExitKind, number> = { "in-kernel": 0, userspace: 0 };
  /** `response` by request, warm-up included: what a warm-up rule looks at. Empty unless asked for. */
  readonly series: number[] = [];
  issued = 0;
  requestsHandled = 0;
  handlerRuns = 0;
  wakeups = 0;
  /** Time that consumer threads spent on a CPU, in the whole run. */
  backendBusy = 0;
  /** First and last instants of the measured requests: intended, stored, done. */
  readonly window = { firstIntended: Infinity, lastIntended: 0, firstDone: Infinity, lastDone: 0, lastHandled: 0 };
  readonly #sim: Simulation;
  readonly #warmup: number;
  readonly #keepSeries: "series" | "totals";

  constructor(sim: Simulation, warmup: number, keep: "series" | "totals") {
    this.#sim = sim;
    this.#warmup = warmup;
    this.#keepSeries = keep;
  }

  exit(kind: ExitKind): void {
    this.exits[kind] += 1;
  }

  /** A handler ran and found `requests`. */
  handlerRun(requests: number): void {
    this.handlerRuns += 1;
    this.requestsHandled += requests;
  }

  /** The handler run that takes this request executes its first instruction now. */
  handled(request: Request): void {
    if (request.index < this.#warmup) return;
    this.notify.record(this.#sim.now - request.stored);
    this.window.lastHandled = this.#sim.now;
  }

  /** The guest executes its next instruction. */
  done(doorbell: Doorbell): void {
    const { rtt, request } = doorbell;
    if (doorbell.booked !== rtt) {
      throw new Error(`stages sum to ${doorbell.booked}, but the round trip took ${rtt}`);
    }
    this.issued += 1;
    const lag = request.stored - request.intended;
    if (this.#keepSeries === "series") this.series[request.index] = lag + rtt;
    if (request.index < this.#warmup) return;
    this.rtt.record(rtt);
    (doorbell.woke ? this.rttWoke : this.rttQuiet).record(rtt);
    this.lag.record(lag);
    this.response.record(lag + rtt);
    this.comparisons.record(doorbell.comparisons);
    for (let i = 0; i < stages.length; i++) this.stageTotals[i]! += doorbell.ledger[i]!;
    this.#note(request.intended);
  }

  /** Mean time per measured doorbell of each stage that was spent at all. */
  stageMeans(): { [stage in Stage]?: number } {
    const means: { [stage in Stage]?: number } = {};
    stages.forEach((stage, i) => {
      if (this.stageTotals[i]! > 0) means[stage] = this.stageTotals[i]! / this.rtt.count;
    });
    return means;
  }

  /** Throws unless every doorbell is accounted for: taken in the kernel or by the VMM, and handled once. */
  checkConservation(expected: number): void {
    const taken = this.exits["in-kernel"] + this.exits.userspace;
    const balance = { expected, issued: this.issued, taken, handled: this.requestsHandled };
    if (new Set(Object.values(balance)).size > 1) {
      throw new Error(`doorbells are not conserved: ${JSON.stringify(balance)}`);
    }
  }

  #note(intended: number): void {
    const { window } = this;
    window.firstIntended = Math.min(window.firstIntended, intended);
    window.lastIntended = Math.max(window.lastIntended, intended);
    window.firstDone = Math.min(window.firstDone, this.#sim.now);
    window.lastDone = Math.max(window.lastDone, this.#sim.now);
  }
}
