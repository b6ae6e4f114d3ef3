import type { Request } from "../doorbell/request.ts";
import type { ExitContext } from "../exit/exit-context.ts";
import type { RoundTrip } from "../exit/round-trip.ts";

/**
 * The guest asks, now: puts the request where the device will find it. Returns whether it rings as well, which it asks
 * itself once a batch, or when no more of the batch has room; if so, the doorbell has begun.
 */
export function submit({ sim, backend, observations }: ExitContext, request: Request, doorbell: RoundTrip): boolean {
  const { now } = sim;
  request.stored = now;
  observations.asked(now);
  const { pending, kicks, ring } = request.region;
  if (kicks !== null) {
    ring?.take();
    pending.push(request);
    kicks.add(backend.submitted(request.region) ? "looking" : "away");
    if (!((request.ends || ring?.full === true) && kicks.mustTell())) {
      observations.suppressed(request);
      return false;
    }
  }
  doorbell.begin(request, observations.rung(request));
  return true;
}
