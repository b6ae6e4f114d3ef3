import { FifoBuffer } from "../engine/fifo-buffer.ts";
import type { Process, Simulation } from "../engine/index.ts";
import type { EventFd, EventFdWaiter } from "../kvm/eventfd.ts";
import type { Answers } from "./answers.ts";
import type { Backend } from "./backend.ts";
import type { Doorbell } from "./doorbell.ts";
import { consume } from "./handler.ts";
import type { Observations } from "./observations.ts";
import type { Region } from "./region.ts";
import type { Request } from "./request.ts";
import type { Thread } from "./thread.ts";

/** What a worker works with. */
export interface WorkerHost {
  readonly sim: Simulation;
  readonly thread: Thread;
  readonly answers: Answers;
  readonly observations: Observations;
}

/**
 * A thread that sleeps until one of the device's eventfds is signalled. Doorbells rung while it is awake coalesce in the
 * eventfd's counter: one read takes them all.
 */
export class Worker implements Backend, EventFdWaiter {
  readonly #host: WorkerHost;
  readonly #regions = new Map<EventFd, Region>();
  readonly #ready = new FifoBuffer<Region>();
  readonly #taken: Request[] = [];
  #ringing: Doorbell | null = null;

  constructor(host: WorkerHost, regions: readonly Region[]) {
    this.#host = host;
    for (const region of regions) {
      if (!region.eventFd) continue;
      this.#regions.set(region.eventFd, region);
      region.eventFd.addWaiter(this);
    }
  }

  announce(doorbell: Doorbell): void {
    if (doorbell.region.kicks === null) doorbell.region.pending.push(doorbell.request);
    this.#ringing = doorbell;
  }

  submitted(): void {}

  /** ppoll's wait-queue entry. A signal on an eventfd that is already ready finds nobody to wake. */
  wake(source: EventFd): void {
    const region = this.#regions.get(source)!;
    if (!region.queued) {
      region.queued = true;
      this.#ready.push(region);
    }
    if (this.#host.thread.nudge() === "asleep" && this.#ringing) this.#ringing.woke = true;
  }

  /** The thread's life: sleep, wake, read each ready eventfd, serve all that it announced, look again. */
  *run(): Process {
    const { sim, thread, answers, observations } = this.#host;
    const { prices } = thread;
    for (;;) {
      if (this.#ready.length === 0) {
        yield thread.sleep();
        yield thread.resume();
        observations.wakeups += 1;
      }
      const region = this.#ready.shift();
      region.queued = false;
      yield thread.run(prices.draw("syscall"));
      const service = this.#read(region);
      const simple = region.kicks === null && !answers.noticed;
      if (simple) for (const request of this.#taken) answers.answer(request);
      else yield sim.call(this.#serve(region));
      yield thread.run((simple ? service : 0) + prices.draw("syscall"));
    }
  }

  /** Reads the eventfd and takes what it announced; returns how long serving it will take. */
  #read(region: Region): number {
    const service = consume(region, this.#host.observations, this.#taken);
    const signals = region.eventFd!.drain();
    if (region.kicks === null && signals !== this.#taken.length) {
      throw new Error(`eventfd counted ${signals} signals for ${this.#taken.length} announced requests`);
    }
    return service;
  }

  /** Serves what was taken, one request after the other, and what has come into a virtqueue meanwhile. */
  *#serve(region: Region): Process {
    const { thread, answers, observations } = this.#host;
    for (;;) {
      for (const request of this.#taken) {
        yield thread.run(request.service);
        answers.answer(request);
      }
      if (region.kicks === null) return;
      if (region.pending.length === 0) break;
      consume(region, observations, this.#taken);
    }
    region.kicks.enable();
  }
}
