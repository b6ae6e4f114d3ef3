import type { Request } from "../doorbell/request.ts";
import type { RoundTrip } from "../exit/round-trip.ts";
import type { GuestContext } from "./guest-context.ts";

/**
 * The guest submits the request, at this instant. True if it also rings: it decides that once a batch, or when the ring
 * is full. The round trip has then begun.
 */
export function submit({ sim, backend, observations }: GuestContext, request: Request, trip: RoundTrip): boolean {
  const { now } = sim;
  request.stored = now;
  observations.submitted(now);
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
