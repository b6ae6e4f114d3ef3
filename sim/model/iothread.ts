import { type Process, Signal, type Simulation } from "../engine/index.ts";
import type { EventFd, EventFdWaiter } from "../kvm/eventfd.ts";
import type { Backend } from "./backend.ts";
import type { IdleState } from "./cost-sheet.ts";
import type { Doorbell } from "./doorbell.ts";
import { exitLatency } from "./idle.ts";
import type { Observations } from "./observations.ts";
import type { ThreadPrices } from "./prices.ts";
import type { Region } from "./region.ts";
import type { Request } from "./request.ts";

/** What an iothread runs on. */
export interface IothreadHost {
  readonly sim: Simulation;
  readonly prices: ThreadPrices;
  readonly idle: readonly IdleState[];
  readonly observations: Observations;
}

/**
 * A thread of the VMM that sleeps in ppoll over the device's eventfds, alone on a CPU of its own. Doorbells rung while
 * it is awake coalesce in the eventfd's counter: one read takes them all.
 */
export class Iothread implements Backend, EventFdWaiter {
  readonly #host: IothreadHost;
  readonly #regions = new Map<EventFd, Region>();
  readonly #ready: EventFd[] = [];
  readonly #work: Signal;
  #ringing: Doorbell | null = null;

  constructor(host: IothreadHost, regions: readonly Region[]) {
    this.#host = host;
    this.#work = new Signal(host.sim, "iothread ppoll");
    for (const region of regions) {
      if (!region.eventFd) continue;
      this.#regions.set(region.eventFd, region);
      region.eventFd.addWaiter(this);
    }
  }

  announce(doorbell: Doorbell): void {
    doorbell.region.announced.push(doorbell.request);
    this.#ringing = doorbell;
  }

  /** ppoll's wait-queue entry. A signal on an eventfd that is already ready finds nobody to wake. */
  wake(source: EventFd): void {
    if (!this.#ready.includes(source)) this.#ready.push(source);
    if (this.#work.waiting === 0) return;
    if (this.#ringing) this.#ringing.woke = true;
    this.#work.notify();
  }

  /** Without an iofd the VMM does not bother the thread: qemu runs the handler where the exit arrived. */
  handleInline(request: Request): void {
    this.#host.observations.handlerRun(1);
    this.#host.observations.handled(request);
  }

  /** The thread's life: sleep, wake, read each ready eventfd, serve all that it announced, look again. */
  *run(): Process {
    const { sim, prices, observations } = this.#host;
    for (;;) {
      if (this.#ready.length === 0) yield* this.#sleep();
      const eventFd = this.#ready.shift()!;
      const read = prices.draw("syscall");
      yield sim.hold(read);
      const service = this.#take(eventFd);
      const poll = prices.draw("syscall");
      yield sim.hold(service + poll);
      observations.backendBusy += read + service + poll;
    }
  }

  *#sleep(): Process {
    const { sim, prices, idle, observations } = this.#host;
    const asleep = sim.now;
    yield this.#work.wait();
    const latency = exitLatency(idle, sim.now - asleep);
    const contextSwitch = prices.draw("context-switch");
    yield sim.hold(latency + contextSwitch);
    observations.wakeups += 1;
    observations.backendBusy += contextSwitch;
  }

  /** Reads the eventfd and takes what it announced; returns how long serving it will take. */
  #take(eventFd: EventFd): number {
    const { observations } = this.#host;
    const region = this.#regions.get(eventFd)!;
    const requests = region.announced.splice(0);
    const signals = eventFd.drain();
    if (signals !== requests.length) {
      throw new Error(`eventfd counted ${signals} signals for ${requests.length} announced requests`);
    }
    observations.handlerRun(requests.length);
    let service = 0;
    for (const request of requests) {
      observations.handled(request);
      service += request.service;
    }
    return service;
  }
}
