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

/** What a worker works with. */
export interface BackendThreadParts {
  readonly sim: Simulation;
  readonly thread: Thread;
  readonly completions: Completions;
  readonly observations: Observations;
  /** "user": sleeps in ppoll and reads its eventfds. "kernel": is told of work by the signal itself, and reads nothing. */
  readonly side: "user" | "kernel";
  /** Held from one ppoll's return to the next, if there is one. */
  readonly lock: BigLock | null;
  /** Null: it sleeps at once. */
  readonly polling: PollWindow | null;
}

/**
 * A thread that sleeps until one of its doorbells is rung: an iothread, the VMM's main loop, a vhost worker. Doorbells
 * rung while it is awake coalesce, in the eventfd's counter or in the flag that work is queued: one look takes them all.
 */
export class BackendThread implements Backend {
  readonly #host: BackendThreadParts;
  readonly #handlers: number;
  /** What asking ppoll costs it, and reading an eventfd. */
  readonly #syscall: Draw;
  readonly #ready = new FifoBuffer<Doorbell>();
  readonly #taken = new HandlerBatch();
  /** How many of those taken will be answered together, and the work that has to pass until then. */
  #owed = 0;
  // A fraction, so that V8 makes room for doubles and never makes an object for a new value.
  #due = 0.5;
  /** Whether the present signal woke the thread. */
  #woke = false;
  #looking = false;

  constructor(host: BackendThreadParts, doorbells: readonly Doorbell[]) {
    this.#host = host;
    this.#due = 0;
    this.#handlers = doorbells.length;
    this.#syscall = host.side === "user" ? host.thread.prices.of("syscall") : nothing;
    for (const doorbell of doorbells) doorbell.eventFd?.addWaiter({ wake: () => this.#signalled(doorbell) });
  }

  signal(trip: RoundTrip, device: IoDevice): boolean {
    const { doorbell, request } = trip;
    if (doorbell.notifications === null) doorbell.pending.push(request);
    this.#woke = false;
    device.write(trip.access); // the eventfd's wait queue calls #signalled
    return this.#woke;
  }

  submitted(doorbell: Doorbell): boolean {
    if (!this.#looking || doorbell.eventFd === null) return false; // it looks at nothing but its own eventfds and rings
    this.post(doorbell);
    return true;
  }

  /** There is work at this region; returns whether that woke the thread. */
  post(doorbell: Doorbell): boolean {
    if (!doorbell.queued) {
      doorbell.queued = true;
      this.#ready.push(doorbell);
    }
    return this.#host.thread.wake() === "asleep";
  }

  /** Something has changed that it has to look at: a timer was set. */
  notify(): void {
    this.#host.thread.wake();
  }

  /** Whether a call for it would have to wake it. */
  get asleep(): boolean {
    return this.#host.thread.asleep;
  }

  /** An eventfd's wait-queue entry. A signal on one that is already ready finds nobody to wake. */
  #signalled(doorbell: Doorbell): void {
    this.#woke = this.post(doorbell);
  }

  /**
   * The thread's life: sleep in ppoll, wake, serve all that is ready, ask ppoll again. A main loop does under the lock
   * whatever it does between two of these, so what came while it waited for the lock is ready too.
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
        this.#answer();
        const service = this.#take(doorbell);
        if (this.#fuses(doorbell)) this.#owe(service);
        else yield sim.call(this.#serve(doorbell));
      }
      if (lock?.release()) yield thread.run(this.#syscall());
      this.#due += this.#syscall();
      yield this.#spend();
      this.#answer();
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

  /** Whether nobody observes this region's requests one by one, so that serving them may pass with what comes next. */
  #fuses(doorbell: Doorbell): boolean {
    return doorbell.notifications === null && !this.#host.completions.observed && this.#host.lock === null;
  }

  #owe(service: number): void {
    this.#owed = this.#taken.length;
    this.#due += service;
  }

  /** Answers those that were served in one stretch of work, which is over. */
  #answer(): void {
    for (let i = 0; i < this.#owed; i++) this.#host.completions.complete(this.#taken.at(i));
    this.#owed = 0;
  }

  /** Looks for work for a while, then sleeps. What it finds, it finds at the end of a pass over all its handlers. */
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

  /** Takes what there is, and what the eventfd counted; returns how long serving it will take. */
  #take(doorbell: Doorbell): number {
    const { observations, side } = this.#host;
    const service = this.#taken.begin(doorbell, observations);
    doorbell.queued = false; // ppoll asks for the level: what was signalled before this read is not ready again
    if (side === "kernel" || doorbell.eventFd === null) return service;
    const signals = doorbell.eventFd.drain();
    if (doorbell.notifications === null && signals !== this.#taken.length) {
      throw new Error(`eventfd counted ${signals} signals for ${this.#taken.length} announced requests`);
    }
    return service;
  }

  /** Serves what was taken, one request after the other, and what has come into a virtqueue meanwhile. */
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
