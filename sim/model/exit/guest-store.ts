import type { Process } from "../../engine/index.ts";
import { coalescedWrite } from "./coalesced-store.ts";
import type { ExitContext } from "./exit-context.ts";
import { guestWrite } from "./exit-path.ts";
import { fastWrite } from "./fast-mmio.ts";
import type { RoundTrip } from "./round-trip.ts";

/** One guest store to a trapped address, by whichever way this host has for it. */
export function guestStore(host: ExitContext, trip: RoundTrip): Process {
  if (host.notify === "coalesced") return coalescedWrite(host, trip);
  const device = host.fastMmio?.find(trip.doorbell) ?? null;
  return device === null ? guestWrite(host, trip) : fastWrite(host, trip, device);
}
