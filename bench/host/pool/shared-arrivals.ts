import type { MachineSpec } from "../../../sim/index.ts";

/**
 * Puts the arrivals of recorded workloads into memory that threads share, once for each list. A posted job then carries a
 * reference, where structured clone would copy the whole trace for each replication.
 */
export class SharedArrivals {
  readonly #shared = new WeakMap<ArrayLike<number>, Float64Array>();

  /** The same machine with shared arrivals; other workloads are returned as they are. */
  share(machine: MachineSpec): MachineSpec {
    const { workload } = machine;
    if (workload.kind !== "trace") return machine;
    return { ...machine, workload: { ...workload, arrivals: this.#copyOf(workload.arrivals) } };
  }

  #copyOf(arrivals: ArrayLike<number>): Float64Array {
    const known = this.#shared.get(arrivals);
    if (known !== undefined) return known;
    const copy = new Float64Array(new SharedArrayBuffer(arrivals.length * Float64Array.BYTES_PER_ELEMENT));
    copy.set(arrivals);
    this.#shared.set(arrivals, copy);
    return copy;
  }
}
