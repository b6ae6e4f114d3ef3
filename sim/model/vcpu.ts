import type { Process, RandomStreams } from "../engine/index.ts";
import type { Price } from "./cost-sheet.ts";
import { Doorbell } from "./doorbell.ts";
import { guestWrite } from "./exit-path.ts";
import type { Host } from "./host.ts";
import { drawOf, type StagePrices } from "./prices.ts";
import type { Region } from "./region.ts";
import type { Request } from "./request.ts";
import type { NextArrival } from "./workload.ts";

/** Which of the device's doorbells the guest rings. */
export const rungs = ["first", "last", "uniform"] as const;
export type Rung = (typeof rungs)[number];

/** One vcpu's guest: what it rings, when, and how long the device will work on each request. */
export interface GuestProgram {
  readonly requests: number;
  readonly nextArrival: NextArrival;
  readonly nextRegion: () => Region;
  readonly nextService: () => number;
}

/** A vcpu thread running its guest: waits for the next request to be due, rings, and is gone for the round trip. */
export function* vcpu(host: Host, prices: StagePrices, guest: GuestProgram): Process {
  const { sim, observations } = host;
  const doorbell = new Doorbell(sim, prices);
  for (let index = 0; index < guest.requests; index++) {
    const intended = guest.nextArrival(index, sim.now);
    const request: Request = { index, intended, stored: 0, service: guest.nextService() };
    const region = guest.nextRegion();
    if (intended > sim.now) yield sim.hold(intended - sim.now);
    doorbell.begin(region, request);
    yield* guestWrite(host, doorbell);
    observations.done(doorbell);
  }
}

/** The program's dice, each stream keyed by what it is for and by the vcpu. */
export function programDice(
  regions: readonly Region[],
  choice: { rung: Rung; service: Price | undefined },
  at: { streams: RandomStreams; vcpu: number },
): Pick<GuestProgram, "nextRegion" | "nextService"> {
  const nextService = drawOf(choice.service, () => at.streams.stream("service", at.vcpu));
  if (choice.rung !== "uniform" || regions.length === 1) {
    const region = choice.rung === "last" ? regions.at(-1)! : regions[0]!;
    return { nextService, nextRegion: () => region };
  }
  const stream = at.streams.stream("region", at.vcpu);
  return { nextService, nextRegion: () => regions[Math.floor(stream.uniform() * regions.length)]! };
}
