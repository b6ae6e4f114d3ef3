import type { Observations } from "./observations.ts";
import type { Region } from "./region.ts";
import type { Request } from "./request.ts";

/** A handler run begins: moves what the region has for the device into `taken`; returns how long serving it will take. */
export function consume(region: Region, observations: Observations, taken: Request[]): number {
  const { pending } = region;
  let service = 0;
  while (taken.length > 0) taken.pop(); // setting the length takes V8 ten times as long
  while (pending.length > 0) {
    const request = pending.shift();
    taken.push(request);
    observations.handled(request);
    service += request.service;
  }
  observations.handlerRun(taken.length);
  return service;
}
