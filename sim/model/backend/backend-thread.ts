import { FifoBuffer } from "../../engine/base/fifo-buffer.ts";
import type { Process, Simulation, Wait } from "../../engine/index.ts";
import type { IoDevice } from "../../kvm/io-bus.ts";
import type { Completions } from "../completion/completions.ts";
import { type Draw, nothing } from "../costs/cost-sampler.ts";
import type { Thread } from "../cpu/thread.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Backend } from "../exit/backend.ts";
import type { RoundTrip } from "../exit/round-trip.ts";
import type { Observations } from "../observe/observations.ts";
import type { BigLock } from "../vmm/big-lock.ts";
import { HandlerBatch } from "../vmm/handler-batch.ts";
import type { PollWindow } from "./poll-window.ts";

/** Parts of a backend thread. */
export interface BackendThreadParts {
  readonly sim: Simulation;
  readonly thread: Thread;
  readonly completions: Completions;
  readonly observations: Observations;
  /**
   * "user": sleeps in ppoll and reads its eventfds. "kernel": the signal itself queues its work, and it reads nothing.
   */
  readonly side: "user" | "kernel";
  /** The lock that the thread holds from one return of ppoll to the next; null without one. */
  readonly lock: BigLock | null;
  /** Null: it sleeps at once, without polling. */
  readonly polling: PollWindow | null;
}

/**
 * A thread that sleeps until one of its doorbells is rung: an iothread, the VMM's main loop, or a vhost worker.
 * Doorbells rung while it is awake coalesce, in the eventfd's counter or in the flag that work is queued: one look
 * takes them all.
 */
export class BackendThread implements Backend {
  readonly #host: BackendThreadParts;
  readonly #handlers: number;
  /** Cost of ppoll, and of reading an eventfd. */
  readonly #syscall: Draw;
  readonly #ready = new FifoBuffer<Doorbell>();
  readonly #taken = new HandlerBatch();
  /** Requests taken that complete together, and the work that has to pass before they do. */
  #owed = 0;
  #due = 0;
  #woke = false;
  #looking = false;

  constructor(host: BackendThreadParts, doorbells: readonly Doorbell[]) {
    this.#host = host;
    this.#handlers = doorbells.length;
    this.#syscall = host.side === "user" ? host.thread.prices.of("syscall") : nothing;
    for (const doorbell of doorbells) doorbell.eventFd?.addWaiter({ wake: () => this.#signalled(doorbell) });
  }

  signal(trip: RoundTrip, device: IoDevice): boolean {
    const { doorbell, request } = trip;
    if (doorbell.notifications === null) doorbell.pending.push(request);
    this.#woke = false;
    device.write(trip.access); // calls #signalled through the eventfd's wait queue
    return this.#woke;
  }

  submitted(doorbell: Doorbell): boolean {
    if (!this.#looking || doorbell.eventFd === null) return false; // it polls only its own eventfds and rings
    this.post(doorbell);
    return true;
  }

  /** Queues work at this doorbell. True if that woke the thread. */
  post(doorbell: Doorbell): boolean {
    if (!doorbell.queued) {
      doorbell.queued = true;
      this.#ready.push(doorbell);
    }
    return this.#host.thread.wake() === "asleep";
  }

  /** Makes the thread look at its timers again. */
  notify(): void {
    this.#host.thread.wake();
  }

  get asleep(): boolean {
    return this.#host.thread.asleep;
  }

  /** Wait-queue entry of the doorbell's eventfd. A thread that is awake already is not woken again. */
  #signalled(doorbell: Doorbell): void {
    this.#woke = this.post(doorbell);
  }

  /**
   * Sleeps in ppoll, wakes, serves everything that is ready, calls ppoll again. A main loop holds the lock between two
   * calls of ppoll, so requests that arrive while it waits for the lock are ready too.
   */
  *run(): Process {
    const { sim, thread, lock, polling } = this.#host;
    for (;;) {
      if (this.#ready.length === 0) {
        if (polling !== null) yield sim.call(this.#await(polling));
        else {
          yield thread.sleep();
          yield thread.resume();
          this.#host.observations.wakeups += 1;
        }
      }
      if (lock !== null && !lock.tryAcquire()) yield* lock.contend(thread);
      for (let left = this.#ready.length; left > 0; left--) {
        const doorbell = this.#ready.shift();
        this.#read();
        if (this.#due > 0) yield this.#spend();
        this.#complete();
        const service = this.#take(doorbell);
        if (this.#fuses(doorbell)) this.#owe(service);
        else yield sim.call(this.#serve(doorbell));
      }
      if (lock?.release()) yield thread.run(this.#syscall());
      this.#due += this.#syscall();
      yield this.#spend();
      this.#complete();
    }
  }

  #read(): void {
    const read = this.#syscall();
    this.#host.observations.reading += read;
    this.#due += read;
  }

  #spend(): Wait {
    const due = this.#due;
    this.#due = 0;
    return this.#host.thread.run(due);
  }

  /**
   * Whether nobody observes these requests one by one, so that one event can serve them together with the work that
   * follows.
   */
  #fuses(doorbell: Doorbell): boolean {
    return doorbell.notifications === null && !this.#host.completions.observed && this.#host.lock === null;
  }

  #owe(service: number): void {
    this.#owed = this.#taken.length;
    this.#due += service;
  }

  /** Completes the requests that one stretch of work has served. */
  #complete(): void {
    for (let i = 0; i < this.#owed; i++) this.#host.completions.complete(this.#taken.at(i));
    this.#owed = 0;
  }

  /** Polls for a while, then sleeps. A poll finds work at the end of a pass over all handlers. */
  *#await(polling: PollWindow): Process {
    const { sim, thread, observations } = this.#host;
    const began = sim.now;
    if (polling.window > 0) {
      const before = thread.busy;
      this.#looking = true;
      yield thread.poll(polling.window, "over");
      thread.endSpin();
      this.#looking = false;
      observations.polled += thread.busy - before;
    }
    if (this.#ready.length > 0) {
      const pass = this.#handlers * thread.prices.draw("poll-check");
      const rest = pass > 0 ? pass - ((sim.now - began) % pass) : 0;
      observations.polled += rest;
      yield thread.run(rest);
    } else {
      yield thread.sleep();
      yield thread.resume();
      observations.wakeups += 1;
    }
    polling.waited(sim.now - began);
  }

  /** Takes the pending requests and reads the eventfd's counter. Returns how long serving them takes. */
  #take(doorbell: Doorbell): number {
    const { observations, side } = this.#host;
    const service = this.#taken.begin(doorbell, observations);
    doorbell.queued = false; // ppoll is level-triggered: a signal before this read does not make it ready again
    if (side === "kernel" || doorbell.eventFd === null) return service;
    const signals = doorbell.eventFd.drain();
    if (doorbell.notifications === null && signals !== this.#taken.length) {
      throw new Error(`eventfd counted ${signals} signals for ${this.#taken.length} announced requests`);
    }
    return service;
  }

  /** Serves the taken requests in order, then those that arrived in the virtqueue meanwhile. */
  *#serve(doorbell: Doorbell): Process {
    const { thread, completions, observations, side } = this.#host;
    for (;;) {
      for (let i = 0; i < this.#taken.length; i++) {
        const request = this.#taken.at(i);
        const { vcpu } = request;
        yield thread.run(request.service);
        if (!completions.complete(request)) continue;
        const raise = completions.raiseCost(thread.prices, side);
        observations.raising += raise;
        yield thread.run(raise);
        completions.interrupt(vcpu);
      }
      if (doorbell.notifications === null) return;
      if (doorbell.pending.length === 0) break;
      this.#taken.begin(doorbell, observations);
    }
    doorbell.notifications.rearm();
  }
}
