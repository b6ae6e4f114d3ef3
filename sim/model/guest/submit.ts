import type { Request } from "../doorbell/request.ts";
import type { RoundTrip } from "../exit/round-trip.ts";
import type { GuestContext } from "./guest-context.ts";

/**
 * The guest asks, now: puts the request where the device will find it. Returns whether it rings as well, which it asks
 * itself once a batch, or when no more of the batch has room; if so, the doorbell has begun.
 */
export function submit({ sim, backend, observations }: GuestContext, request: Request, trip: RoundTrip): boolean {
  const { now } = sim;
  request.stored = now;
  observations.asked(now);
  const { pending, notifications, ring } = request.doorbell;
  if (notifications !== null) {
    ring?.take();
    pending.push(request);
    notifications.add(backend.submitted(request.doorbell) ? "looking" : "away");
    if (!((request.endsBatch || ring?.full === true) && notifications.shouldNotify())) {
      observations.suppressed(request);
      return false;
    }
  }
  trip.begin(request, observations.left(request));
  return true;
}
