import type { Host } from "./host.ts";
import type { Request } from "./request.ts";

/**
 * The guest asks, now: puts the request where the device will find it. Returns whether it has to ring as well, which it
 * asks itself once a batch, or when no more of the batch has room.
 */
export function mustRing({ sim, backend, observations }: Host, request: Request): boolean {
  const { now } = sim;
  request.stored = now;
  observations.asked(now);
  const { pending, kicks, ring } = request.region;
  if (kicks === null) return true;
  ring?.take();
  pending.push(request);
  kicks.add(backend.submitted(request.region) ? "looking" : "away");
  return (request.ends || ring?.full === true) && kicks.mustTell();
}
