import type { Process } from "../../engine/index.ts";
import type { IoBus, IoDevice } from "../../kvm/io-bus.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { ExitContext } from "./exit-context.ts";
import type { RoundTrip } from "./round-trip.ts";

const { entry, exit, residual, signal, wake } = STAGE;

/** The fault handler's shortcut (`handle_ept_misconfig`): it knows the address of a fault, and that its page is MMIO. */
export class FastMmio {
  readonly bus: IoBus;
  /** Pages whose first access has been decoded; only then do faults there come this way. */
  readonly #pages = new Set<number>();

  constructor(bus: IoBus) {
    this.bus = bus;
  }

  /** The device that takes a fault at this region, or null: then the instruction has to be decoded. */
  find(doorbell: Doorbell): IoDevice | null {
    const page = doorbell.page;
    if (this.#pages.has(page)) return this.bus.find(doorbell.faultAccess);
    this.#pages.add(page);
    return null;
  }
}

/** A store that hits a zero-length doorbell: no decoding, and no way to userspace. */
export function* fastWrite(host: ExitContext, trip: RoundTrip, device: IoDevice): Process {
  trip.spend(exit);
  trip.spend(residual);
  trip.searched(host.fastMmio!.bus.steps);
  trip.spend(signal);
  yield trip.elapse();
  host.backend.announce(trip);
  device.write(trip.doorbell.faultAccess);
  if (trip.woke) trip.spend(wake);
  trip.spend(entry);
  yield trip.elapse();
  host.observations.fastMmio += 1;
  host.observations.exit("in-kernel");
}
