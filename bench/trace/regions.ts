/** Finds the addresses that a traced guest writes to, and the stores to one of them. */

import type { Space } from "../../sim/index.ts";
import type { Trace, TracedAccess } from "./trace.ts";

/** An address that was written to, by width of the store. */
export interface WrittenRegion {
  readonly space: Space;
  readonly address: bigint;
  readonly len: number;
  readonly writes: number;
}

/** The address of a doorbell, and the width of its store. */
export interface Place {
  readonly space: Space;
  readonly address: bigint;
  readonly len: number;
}

/** Every written address, most written first. */
export function writtenRegions(trace: Trace): WrittenRegion[] {
  const regions = new Map<string, { place: Place; writes: number }>();
  for (const access of trace.accesses) {
    if (!access.write) continue;
    const key = `${access.space} ${access.address} ${access.len}`;
    const region = regions.get(key) ?? { place: access, writes: 0 };
    region.writes += 1;
    regions.set(key, region);
  }
  const found = [...regions.values()].map(({ place: { space, address, len }, writes }) => ({
    space,
    address,
    len,
    writes,
  }));
  return found.sort((a, b) => b.writes - a.writes);
}

/** What a trace tells of one doorbell. */
export interface RecordedDoorbell {
  /** Times of the stores, in ns from the first. */
  readonly arrivals: readonly number[];
  /** Threads, and so vcpus, that stored there. */
  readonly threads: number;
}

/** Finds the stores to `place`. */
export function recordedDoorbell(trace: Trace, place: Place): RecordedDoorbell {
  const stores = trace.accesses.filter((access) => rings(access, place));
  const first = stores[0]?.time ?? 0;
  return {
    arrivals: stores.map(({ time }) => time - first),
    threads: new Set(stores.map(({ thread }) => thread)).size,
  };
}

function rings(access: TracedAccess, place: Place): boolean {
  return access.write && access.space === place.space && access.address === place.address && access.len === place.len;
}
