/** Samples durations from a cost sheet for one vcpu or thread. */

import {
  constant,
  type Distribution,
  exponential,
  hyperexponential,
  lognormal,
  type RandomStream,
  type RandomStreams,
} from "../../engine/index.ts";
import type { Space } from "../../kvm/access.ts";
import {
  type CostSheet,
  type Price,
  type PricedStage,
  quantize,
  STAGE,
  type StageIndex,
  type StepCost,
  stages,
  type ThreadCost,
} from "./cost-sheet.ts";

/** Draws one duration, rounded to the model's resolution. */
export type Draw = () => number;

/** The distribution that a price stands for. */
export function distributionOf(price: Price): Distribution {
  if (price.kind === "constant" || price.mean === 0) return constant(price.mean);
  if (price.kind === "exponential") return exponential(price.mean);
  if (price.kind === "lognormal") return lognormal({ mean: price.mean, cv: price.cv });
  return balanced(price);
}

/** A hyperexponential of this mean and cv whose two branches contribute equally to the mean. */
function balanced({ mean, cv }: { mean: number; cv: number }): Distribution {
  const weight = (1 + Math.sqrt((cv * cv - 1) / (cv * cv + 1))) / 2;
  const branch = (share: number) => ({ weight: share, mean: mean / (2 * share) });
  return hyperexponential([branch(weight), branch(1 - weight)]);
}

/** Whether every draw gives the same duration. */
const isFixed = (price: Price | undefined) => price === undefined || distributionOf(price).constant;
/** A draw that costs nothing. */
export const nothing: Draw = () => 0;
const fixed = (price: Price | undefined) => quantize(price?.mean ?? 0);

/** Draws from `price`. Only a random price asks for a stream, so a constant price counts no draws. */
export function drawOf(price: Price | undefined, stream: () => RandomStream): Draw {
  if (price === undefined) return nothing;
  if (isFixed(price)) {
    const duration = fixed(price);
    return () => duration;
  }
  const distribution = distributionOf(price);
  const own = stream();
  return () => quantize(distribution.sample(own));
}

/** The sum of a draw of each. */
export function drawBoth(one: Draw, other: Draw): Draw {
  if (other === nothing) return one;
  if (one === nothing) return other;
  return () => one() + other();
}

/**
 * Stage costs of one vcpu in one address space. Streams are keyed by stage and vcpu, so that compared paths draw the
 * same numbers.
 */
export class StagePrices {
  /** Cost by stage where it is constant; 0 where the sheet has no price. */
  readonly #fixed = new Float64Array(stages.length);
  readonly #random: (Draw | null)[] = stages.map(() => null);
  readonly #comparison: number;

  /** `step` names the price of one comparison of its bus search. */
  constructor(sheet: CostSheet, at: { space: Space; step: StepCost; vcpu: number; streams: RandomStreams }) {
    this.#comparison = quantize(sheet.steps[at.step] ?? 0);
    for (const [stage, perSpace] of Object.entries(sheet.stages) as [PricedStage, { [space in Space]?: Price }][]) {
      const price = perSpace[at.space];
      if (isFixed(price)) this.#fixed[STAGE[stage]] = fixed(price);
      else this.#random[STAGE[stage]] = drawOf(price, () => at.streams.stream(`stage ${stage}`, at.vcpu));
    }
  }

  /** Cost of `stage` this time; 0 where the sheet has no price. */
  draw(stage: StageIndex<PricedStage>): number {
    const random = this.#random[stage]!;
    return random === null ? this.#fixed[stage]! : random();
  }

  /** Cost of a search of so many comparisons. */
  searchCost(comparisons: number): number {
    return this.#comparison * comparisons;
  }
}

/** Costs of one thread outside a doorbell. */
export class ThreadPrices {
  readonly #draws = new Map<ThreadCost, Draw>();

  constructor(sheet: CostSheet, at: { thread: number; streams: RandomStreams }) {
    for (const [cost, price] of Object.entries(sheet.thread) as [ThreadCost, Price][]) {
      this.#draws.set(
        cost,
        drawOf(price, () => at.streams.stream(`thread ${cost}`, at.thread)),
      );
    }
  }

  draw(cost: ThreadCost): number {
    return this.of(cost)();
  }

  /** The draw of one cost, to keep where it is paid often. */
  of(cost: ThreadCost): Draw {
    return this.#draws.get(cost) ?? nothing;
  }
}
