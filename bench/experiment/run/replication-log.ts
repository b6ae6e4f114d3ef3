import type { Replication } from "../replication/replication.ts";
import { type Packed, pack, unpack } from "./packed.ts";

/** Keeps the replications of a run from the moment a point is finished until the summary. */
export interface ReplicationLog {
  /** Stores all replications of a point, which is given by its index in the plan. Each point is appended once. */
  append(point: number, replications: readonly Replication[]): void;
  /** The replications of a point, in the order of their numbers. Throws where none were appended. */
  read(point: number): readonly Replication[];
}

/** A log in memory, packed: a sweep of 10,000 points has 100,000 replications. */
export class MemoryLog implements ReplicationLog {
  readonly #points = new Map<number, readonly Packed[]>();
  /** Each shape once, by itself. */
  readonly #shapes = new Map<string, string>();

  append(point: number, replications: readonly Replication[]): void {
    if (this.#points.has(point)) throw new Error(`point ${point} is in the log already`);
    this.#points.set(
      point,
      replications.map((replication) => this.#pack(replication)),
    );
  }

  read(point: number): readonly Replication[] {
    const packed = this.#points.get(point);
    if (packed === undefined) throw new Error(`point ${point} is not in the log`);
    return packed.map((replication) => unpack<Replication>(replication));
  }

  #pack(replication: Replication): Packed {
    const packed = pack(replication);
    const shape = this.#shapes.get(packed.shape) ?? packed.shape;
    this.#shapes.set(shape, shape);
    return { ...packed, shape };
  }
}
