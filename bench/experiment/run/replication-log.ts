import type { Replication } from "../replication/replication.ts";

/** Keeps the replications of a run from the moment a point is finished until the summary. */
export interface ReplicationLog {
  /** Stores all replications of a point, which is given by its index in the plan. Each point is appended once. */
  append(point: number, replications: readonly Replication[]): void;
  /** The replications of a point, in the order of their numbers. Throws where none were appended. */
  read(point: number): readonly Replication[];
}

/** A log in memory. */
export class MemoryLog implements ReplicationLog {
  readonly #points = new Map<number, readonly Replication[]>();

  append(point: number, replications: readonly Replication[]): void {
    if (this.#points.has(point)) throw new Error(`point ${point} is in the log already`);
    this.#points.set(point, replications);
  }

  read(point: number): readonly Replication[] {
    const replications = this.#points.get(point);
    if (replications === undefined) throw new Error(`point ${point} is not in the log`);
    return replications;
  }
}
