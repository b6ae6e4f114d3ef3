import type { Process } from "../engine/index.ts";
import { Doorbell } from "./doorbell.ts";
import { guestWrite } from "./exit-path.ts";
import type { Host } from "./host.ts";
import type { StagePrices } from "./prices.ts";
import type { NextErrand } from "./workload.ts";

/** A vcpu thread running its guest: waits until the next request is due, rings, and is gone for the round trip. */
export function* vcpu(host: Host, prices: StagePrices, own: { id: number; next: NextErrand }): Process {
  const { sim, observations } = host;
  const doorbell = new Doorbell(sim, prices);
  for (;;) {
    const errand = own.next(own.id, sim.now);
    if (errand === null) return;
    const { request, region } = errand;
    if (request.intended > sim.now) yield sim.hold(request.intended - sim.now);
    doorbell.begin(region, request);
    yield* guestWrite(host, doorbell);
    observations.done(doorbell);
  }
}
