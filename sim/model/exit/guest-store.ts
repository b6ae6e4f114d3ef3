import type { Process } from "../../engine/index.ts";
import { coalescedWrite } from "./coalesced-store.ts";
import type { ExitContext } from "./exit-context.ts";
import { guestWrite } from "./exit-path.ts";
import { fastWrite } from "./fast-mmio.ts";
import type { RoundTrip } from "./round-trip.ts";

/** One guest store to a trapped address, by whichever way this host has for it. */
export function guestStore(host: ExitContext, doorbell: RoundTrip): Process {
  if (host.notify === "coalesced") return coalescedWrite(host, doorbell);
  const device = host.fastMmio?.find(doorbell.region) ?? null;
  return device === null ? guestWrite(host, doorbell) : fastWrite(host, doorbell, device);
}
