/** The customers of M/M/1, the same for every model. */

import { exponentials, seeds } from "../draws.ts";
import type { Outcome } from "../outcome.ts";
import { type Assignment, utilisation } from "../workload.ts";
import { secondsOf } from "./drive.ts";

/** Gaps between arrivals and service times. The model calls `serve` for each customer, in order of service. */
export class Customers {
  readonly count: number;
  readonly gaps: Float64Array;
  readonly services: Float64Array;
  served = 0;
  /** The sum of waits. V8 allocates a heap number for each new value of a plain field; an array element costs none. */
  private readonly sum = new Float64Array(1);

  constructor(count: number) {
    this.count = count;
    this.gaps = exponentials(seeds.gaps, count).map((gap) => gap / utilisation);
    this.services = exponentials(seeds.services, count);
  }

  /** Records the wait of the next customer. Returns its service time. */
  serve(wait: number): number {
    this.sum[0]! += wait;
    return this.services[this.served++]!;
  }

  get meanWait(): number {
    return this.sum[0]! / this.served;
  }
}

/** Calls `simulate` with the customers of the warm-up, then times it with the others. */
export function timeQueue(simulate: (customers: Customers) => void) {
  return ({ operations, warmup }: Assignment): Outcome => {
    simulate(new Customers(warmup));
    const customers = new Customers(operations);
    const seconds = secondsOf(() => simulate(customers));
    return { operations: customers.served, seconds, check: customers.meanWait };
  };
}
