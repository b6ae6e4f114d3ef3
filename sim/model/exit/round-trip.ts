import type { Simulation, Wait } from "../../engine/index.ts";
import type { IoAccess } from "../../kvm/access.ts";
import type { StagePrices } from "../costs/cost-sampler.ts";
import { type PricedStage, STAGE, type StageIndex } from "../costs/cost-sheet.ts";
import type { Thread } from "../cpu/thread.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Request } from "../doorbell/request.ts";
import type { ExitKind } from "../observe/observations.ts";
import { noStageTimes, type StageTimes } from "../observe/stage-ledger.ts";

const { bus: search, "cpu-wait": cpuWait } = STAGE;

/**
 * The round trip of the doorbell that a vcpu rings, stage by stage. `spend` only books a stage; `elapse` lets the booked
 * time pass, so that stages which nobody can observe apart cost one event.
 */
export class RoundTrip {
  readonly prices: StagePrices;
  readonly thread: Thread;
  readonly #sim: Simulation;
  #times: StageTimes = noStageTimes();
  #due = 0;
  #booked = 0;
  /** The thread's delay at the start, plus delay already booked in a stage. */
  #delayed = 0;
  #waitBegan = 0;
  #delayedAtWait = 0;
  doorbell!: Doorbell;
  request!: Request;
  /** Where it is taken; known once KVM has searched its buses. */
  exit: ExitKind = "in-kernel";
  /** Whether its signal woke a sleeping thread. */
  woke = false;
  /** Comparisons of the bus search. */
  comparisons = 0;

  constructor(sim: Simulation, thread: Thread, prices: StagePrices) {
    this.#sim = sim;
    this.thread = thread;
    this.prices = prices;
  }

  /** The guest stores, at this instant; stages are added to `times`. */
  begin(request: Request, times: StageTimes): void {
    this.#times = times;
    this.#booked = 0;
    this.exit = "in-kernel";
    this.woke = false;
    this.doorbell = request.doorbell;
    this.request = request;
    this.#delayed = this.thread.delayed;
  }

  /** The guest has its CPU again. Delay that no stage has booked is a wait for a CPU. */
  end(): void {
    this.#book(cpuWait, this.thread.delayed - this.#delayed);
  }

  /** The store as KVM sees it. */
  get access(): IoAccess {
    return this.exit === "fast-mmio" ? this.doorbell.faultAccess : this.doorbell.access;
  }

  /** Spends a stage at the sheet's price. */
  spend(stage: StageIndex<PricedStage>): void {
    this.charge(stage, this.prices.draw(stage));
  }

  /** Spends a stage that lasts `duration`. */
  charge(stage: StageIndex, duration: number): void {
    this.#times[stage]! += duration;
    this.#due += duration;
  }

  /** Spends a bus search of so many comparisons. */
  searched(comparisons: number): void {
    this.comparisons = comparisons;
    this.charge(search, this.prices.searchCost(comparisons));
  }

  /** The thread begins to wait for a lock. */
  beginWait(): void {
    this.#waitBegan = this.#sim.now;
    this.#delayedAtWait = this.thread.delayed;
  }

  /** The wait is over; its time has passed on the clock already. */
  waited(stage: StageIndex): void {
    this.#book(stage, this.#sim.now - this.#waitBegan);
    this.#delayed += this.thread.delayed - this.#delayedAtWait;
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

  /** Everything spent and waited; equals `rtt` exactly at the end. */
  get booked(): number {
    return this.#booked;
  }

  #book(stage: StageIndex, duration: number): void {
    this.#times[stage]! += duration;
    this.#booked += duration;
  }
}
