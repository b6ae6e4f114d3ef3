/** Which addresses a traced guest writes to, and when it rings one of them. */

import type { Space } from "../../sim/index.ts";
import type { Trace, TracedAccess } from "./trace.ts";

/** An address that was written to with one width. */
export interface WrittenRegion {
  readonly space: Space;
  readonly address: bigint;
  readonly len: number;
  readonly writes: number;
}

/** A doorbell's place: an address, and the width of its store. */
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

/** When `place` was written to, in ns from the first time. */
export function doorbells(trace: Trace, place: Place): number[] {
  const times = trace.accesses.filter((access) => rings(access, place)).map((access) => access.time);
  return times.map((time) => time - times[0]!);
}

/** How many threads, and so vcpus, write to `place`. */
export function ringers(trace: Trace, place: Place): number {
  return new Set(trace.accesses.filter((access) => rings(access, place)).map((access) => access.thread)).size;
}

function rings(access: TracedAccess, place: Place): boolean {
  return access.write && access.space === place.space && access.address === place.address && access.len === place.len;
}
