import type { Simulation, Wait } from "../../engine/index.ts";
import type { StagePrices } from "../costs/cost-sampler.ts";
import { type PricedStage, STAGE, type StageIndex } from "../costs/cost-sheet.ts";
import type { Thread } from "../cpu/thread.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Request } from "../doorbell/request.ts";
import { noStageTimes, type StageTimes } from "../observe/stage-ledger.ts";

const { bus: search, "cpu-wait": cpuWait } = STAGE;

/**
 * The doorbell that a vcpu is ringing; where its round trip goes is booked in a ledger. `spend` only books; `elapse` lets the
 * time pass, so a run of stages that nothing can observe apart costs one event.
 */
export class RoundTrip {
  readonly prices: StagePrices;
  readonly thread: Thread;
  readonly #sim: Simulation;
  #ledger: StageTimes = noStageTimes();
  #due = 0.5;
  #booked = 0.5;
  /** What its thread had been delayed by when it began, and since then has booked otherwise. */
  #delayed = 0.5;
  doorbell!: Doorbell;
  request!: Request;
  /** Whether its signal found a sleeper to wake. */
  woke = false;
  /** How many comparisons the bus made in its search. */
  comparisons = 0;

  constructor(sim: Simulation, thread: Thread, prices: StagePrices) {
    this.#sim = sim;
    this.thread = thread;
    this.prices = prices;
    this.#due = 0;
    this.#booked = 0;
    this.#delayed = 0;
  }

  /** A new store, now; its stages are booked in `ledger`. */
  begin(request: Request, ledger: StageTimes): void {
    this.#ledger = ledger;
    this.#booked = 0;
    this.woke = false;
    this.doorbell = request.doorbell;
    this.request = request;
    this.#delayed = this.thread.delayed;
  }

  /** The guest has its CPU again: what no stage has booked, the thread waited for one. */
  end(): void {
    this.#book(cpuWait, this.thread.delayed - this.#delayed);
  }

  /** Spends a stage at the sheet's price. */
  spend(stage: StageIndex<PricedStage>): void {
    this.charge(stage, this.prices.draw(stage));
  }

  /** Spends a stage whose duration is known to the caller. */
  charge(stage: StageIndex, duration: number): void {
    this.#ledger[stage]! += duration;
    this.#due += duration;
  }

  /** Spends the search of a bus that took so many comparisons. */
  searched(comparisons: number): void {
    this.comparisons = comparisons;
    this.charge(search, this.prices.searchCost(comparisons));
  }

  /** Books a wait that has already passed on the clock; `delayed` is what its thread's delays were when it began. */
  waited(stage: StageIndex, since: number, delayed = this.thread.delayed): void {
    this.#book(stage, this.#sim.now - since);
    this.#delayed += this.thread.delayed - delayed;
  }

  /** Lets everything spent since the last call pass on the clock. */
  elapse(): Wait {
    const due = this.#due;
    this.#due = 0;
    this.#booked += due;
    return this.thread.run(due);
  }

  /** From the store until now. */
  get rtt(): number {
    return this.#sim.now - this.request.stored;
  }

  /** What was spent on it and waited for it; equals `rtt` exactly once the doorbell is done. */
  get booked(): number {
    return this.#booked;
  }

  #book(stage: StageIndex, duration: number): void {
    this.#ledger[stage]! += duration;
    this.#booked += duration;
  }
}
