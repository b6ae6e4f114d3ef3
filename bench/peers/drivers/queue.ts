/** The customers of M/M/1 as every model meets them. */

import { exponentials, seeds } from "../draws.ts";
import type { Outcome } from "../outcome.ts";
import { type Assignment, utilisation } from "../workload.ts";
import { secondsOf } from "./drive.ts";

/** When customers come and what they want; the model notes each wait, in the order of service. */
export class Customers {
  readonly count: number;
  readonly gaps: Float64Array;
  readonly services: Float64Array;
  served = 0;
  /** In an array, or every sum would be a new object. */
  private readonly sum = new Float64Array(1);

  constructor(count: number) {
    this.count = count;
    this.gaps = exponentials(seeds.gaps, count).map((gap) => gap / utilisation);
    this.services = exponentials(seeds.services, count);
  }

  /** The next customer has waited so long and is served: returns for how long. */
  serve(wait: number): number {
    this.sum[0]! += wait;
    return this.services[this.served++]!;
  }

  get meanWait(): number {
    return this.sum[0]! / this.served;
  }
}

/** Has `simulate` serve as many customers as the warm-up says, then times it with all. */
export function timeQueue(simulate: (customers: Customers) => void) {
  return ({ operations, warmup }: Assignment): Outcome => {
    simulate(new Customers(warmup));
    const customers = new Customers(operations);
    const seconds = secondsOf(() => simulate(customers));
    return { operations: customers.served, seconds, check: customers.meanWait };
  };
}
