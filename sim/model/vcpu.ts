import type { Process } from "../engine/index.ts";
import { Doorbell } from "./doorbell.ts";
import { guestStore } from "./guest-store.ts";
import type { Host } from "./host.ts";
import type { StagePrices } from "./prices.ts";
import { RoomWait } from "./room-wait.ts";
import { mustRing } from "./submit.ts";
import type { Thread } from "./thread.ts";
import type { Workload } from "./workload.ts";

/** What is one vcpu's own. */
export interface VcpuParts {
  readonly id: number;
  readonly thread: Thread;
  readonly prices: StagePrices;
  /** Whether the guest computes until its next request is due, or waits for something outside. */
  readonly workload: Workload["kind"];
}

/** A vcpu thread running its guest: waits until the next request is due, rings, and is gone for the round trip. */
export function* vcpu(host: Host, { id, thread, prices, workload }: VcpuParts): Process {
  const { sim, observations, source, pool } = host;
  const doorbell = new Doorbell(sim, thread, prices);
  const room = new RoomWait(host, () => thread.nudge());
  for (;;) {
    const request = source.next(id, sim.now);
    if (request === null) {
      if (source.exhausted) {
        thread.finish();
        return;
      }
      yield* polls(host, thread);
      continue;
    }
    const early = request.intended - sim.now;
    if (early > 0) {
      yield workload === "closed" ? thread.run(early) : thread.pause(early);
      if (workload === "closed") observations.guestWork += early;
    }
    if (request.submitWork > 0) {
      yield thread.run(request.submitWork);
      observations.guestWork += request.submitWork;
      observations.submitWork += request.submitWork;
    }
    while (room.blocks(request)) {
      yield* polls(host, thread);
      room.waited();
    }
    if (mustRing(host, request)) {
      doorbell.begin(request, observations.rung(request));
      yield sim.call(guestStore(host, doorbell));
      doorbell.end();
      observations.done(doorbell);
    } else observations.suppressed(request);
    pool.letGo(request);
  }
}

/** The guest polls for answers until there is something to do. */
function* polls({ observations }: Host, thread: Thread): Process {
  const before = thread.busy;
  yield thread.spin(Infinity);
  thread.spun();
  observations.guestWork += thread.busy - before;
}
