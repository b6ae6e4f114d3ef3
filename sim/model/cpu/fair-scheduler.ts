import { type EventHandle, type Handler, Signal, type Simulation, type Wait } from "../../engine/index.ts";
import type { ThreadPrices } from "../costs/cost-sampler.ts";
import type { IdleState } from "../costs/cost-sheet.ts";
import { exitLatency } from "../costs/idle-state.ts";
import type { HostSpec } from "../spec/host-spec.ts";
import { SharedThread } from "./shared-thread.ts";

interface Cpu {
  readonly index: number;
  running: SharedThread | null;
  readonly queue: SharedThread[];
  /** When the running thread's present stretch begins or began: later than now while the CPU leaves its idle state. */
  execStart: number;
  /** Since when nothing has run here. */
  idleSince: number;
  busy: number;
  /** The least that a thread here has had, as the scheduler counts; it only grows. */
  minVruntime: number;
  /** Ends the present stretch. */
  stretchEnd: EventHandle | null;
}

/**
 * CPUs with a run queue each, much as Linux's fair scheduler has them: the thread that had least runs next; a woken one
 * goes to its last CPU if that is idle, else to one that is, else it joins the shortest queue and may preempt; so does one
 * whose CPU another takes. A CPU that runs dry takes a floating thread from the longest queue that has one. A switch costs
 * `context-switch`, an idle CPU its exit latency.
 */
export class FairScheduler {
  readonly #sim: Simulation;
  readonly #spec: HostSpec;
  readonly #idle: readonly IdleState[];
  readonly #cpus: Cpu[];
  readonly #tick: Handler;
  readonly #timer: Handler;
  readonly #deadline: Handler;
  readonly #threads: SharedThread[] = [];
  /** Times that a CPU switched to a thread. */
  switches = 0;

  constructor(sim: Simulation, spec: HostSpec, idle: readonly IdleState[]) {
    this.#sim = sim;
    this.#spec = spec;
    this.#idle = idle;
    this.#cpus = Array.from({ length: spec.cpus }, (_, index) => {
      return { index, running: null, queue: [], execStart: 0, idleSince: 0, busy: 0, minVruntime: 0, stretchEnd: null };
    });
    this.#tick = sim.handler("CPU", (index) => this.#ended(this.#cpus[index]!));
    this.#timer = sim.handler("thread timer", (index) => this.enqueue(this.#threads[index]!));
    this.#deadline = sim.handler("end of spin", (index) => this.#threads[index]!.expired());
  }

  /** A thread of this host, which floats unless `cpu` is given. */
  thread(prices: ThreadPrices, name: string, cpu: number | undefined): SharedThread {
    const line = new Signal(this.#sim, name);
    const thread = new SharedThread(this, { prices, line, pinned: cpu ?? null, index: this.#threads.length });
    this.#threads.push(thread);
    return thread;
  }

  /** Share of the time so far that each CPU was busy. */
  get utilisation(): number[] {
    return this.#cpus.map((cpu) => cpu.busy / this.#sim.now);
  }

  /** The thread asks for more of the CPU that it has, or joins a run queue. */
  request(thread: SharedThread): Wait {
    const cpu = this.#cpuOf(thread);
    if (cpu === null) this.enqueue(thread);
    else if (thread.sliceRuntime >= this.#spec.slice && cpu.queue.length > 0) this.#sliceExpired(cpu);
    else this.#programEnd(cpu);
    return thread.line.wait();
  }

  /** The thread gives its CPU up, if it has one. */
  release(thread: SharedThread): void {
    const cpu = this.#cpuOf(thread);
    if (cpu === null) return;
    cpu.running = null;
    cpu.idleSince = this.#sim.now;
    thread.cpu = null;
    this.#pickNext(cpu);
  }

  /** Puts the thread into a run queue after `delay`. */
  enqueueAfter(thread: SharedThread, delay: number): void {
    this.#sim.schedule(delay, this.#timer, thread.index);
  }

  /** Calls `expired` of the thread after `delay`. */
  expireAfter(thread: SharedThread, delay: number): EventHandle {
    return this.#sim.schedule(delay, this.#deadline, thread.index);
  }

  /** The thread no longer needs the event. */
  callOff(event: EventHandle): void {
    this.#sim.cancel(event);
  }

  /** Whether another thread wants the CPU that this one has. */
  isWanted(thread: SharedThread): boolean {
    return (this.#cpuOf(thread)?.queue.length ?? 0) > 0;
  }

  /** Puts a thread that wants to run where it can. */
  enqueue(thread: SharedThread): void {
    const cpu = this.#enqueueOn(thread);
    const { running } = cpu;
    if (running === null || running === thread) return;
    if (running.yieldsOnDemand) this.cutShort(running);
    else if (!running.awaitingNext && running.vruntime - thread.vruntime > this.#spec.granularity)
      this.#reschedule(cpu);
    else this.#programEnd(cpu);
  }

  /** Gives the thread a CPU that is idle, or puts it into a run queue. */
  #enqueueOn(thread: SharedThread): Cpu {
    thread.queuedAt = this.#sim.now;
    thread.awaitingNext = false;
    const cpu = this.#selectCpu(thread);
    this.#updateCurrent(cpu);
    this.#placeEntity(thread, cpu);
    if (cpu.running === null) this.#dispatch(cpu, thread);
    else cpu.queue.push(thread);
    return cpu;
  }

  /** What the thread was to do is called off; it goes on as soon as it has a CPU that has switched to it. */
  cutShort(thread: SharedThread): void {
    const cpu = this.#cpuOf(thread);
    if (cpu !== null) this.#updateCurrent(cpu);
    thread.remaining = cpu === null ? 0 : thread.unswitched;
    if (cpu !== null) this.#programEnd(cpu);
  }

  /** Throws unless CPUs and threads agree on the time that was spent, and no CPU was busy for longer than it existed. */
  checkTime(): void {
    const given = this.#cpus.reduce((sum, cpu) => sum + cpu.busy, 0);
    const had = this.#threads.reduce((sum, thread) => sum + thread.busy, 0);
    const over = this.#cpus.some((cpu) => cpu.busy > this.#sim.now * (1 + 1e-9));
    if (!over && Math.abs(given - had) <= 1e-9 * given) return;
    throw new Error(
      `CPUs were busy for ${given} of ${this.#cpus.length} times ${this.#sim.now}, their threads for ${had}`,
    );
  }

  #cpuOf(thread: SharedThread): Cpu | null {
    return thread.cpu === null ? null : this.#cpus[thread.cpu]!;
  }

  #selectCpu(thread: SharedThread): Cpu {
    if (thread.pinned !== null) return this.#cpus[thread.pinned]!;
    const last = this.#cpus[thread.lastCpu]!;
    if (last.running === null) return last;
    const idle = this.#cpus.filter((cpu) => cpu.running === null);
    if (idle.length > 0) return idle.reduce((best, cpu) => (cpu.idleSince > best.idleSince ? cpu : best)); // the shallowest sleeper
    return this.#cpus.reduce((best, cpu) => (cpu.queue.length < best.queue.length ? cpu : best), last);
  }

  /** What a thread has had counts from where its CPU stands; a sleeper is not owed the time it slept, at most a slice. */
  #placeEntity(thread: SharedThread, cpu: Cpu): void {
    this.#updateCurrent(this.#cpus[thread.lastCpu]!);
    thread.vruntime += cpu.minVruntime - this.#cpus[thread.lastCpu]!.minVruntime;
    thread.lastCpu = cpu.index;
    thread.vruntime = Math.max(thread.vruntime, cpu.minVruntime - this.#spec.slice);
  }

  /** Gives an idle CPU to the thread: leaves the idle state, switches, then does what the thread wants. */
  #dispatch(cpu: Cpu, thread: SharedThread): void {
    const { now } = this.#sim;
    const latency = Math.max(exitLatency(this.#idle, now - cpu.idleSince), cpu.execStart - now);
    const contextSwitch = thread.prices.draw("context-switch");
    this.switches += 1;
    cpu.running = thread;
    cpu.execStart = now + latency;
    cpu.minVruntime = Math.max(cpu.minVruntime, thread.vruntime);
    thread.cpu = cpu.index;
    thread.sliceRuntime = -contextSwitch; // its slice begins when the switch is done, however short it is
    thread.remaining += contextSwitch;
    thread.waited({ queued: now - thread.queuedAt, leaving: latency, switching: contextSwitch });
    this.#programEnd(cpu);
  }

  /** Sets the end of the running thread's stretch: it has what it wants, or its slice is over and others wait. */
  #programEnd(cpu: Cpu): void {
    const thread = cpu.running!;
    if (cpu.stretchEnd !== null) this.#sim.cancel(cpu.stretchEnd);
    cpu.stretchEnd = null;
    if (thread.awaitingNext) return;
    const slice = cpu.queue.length > 0 ? Math.max(0, this.#spec.slice - thread.sliceRuntime) : Infinity;
    const { now } = this.#sim;
    if (cpu.execStart < now) cpu.execStart = now;
    const stretch = Math.min(thread.remaining, slice);
    if (stretch < Infinity) cpu.stretchEnd = this.#sim.schedule(cpu.execStart - now + stretch, this.#tick, cpu.index);
  }

  /** Books what the running thread has done since its stretch began. */
  #updateCurrent(cpu: Cpu): void {
    const thread = cpu.running;
    const done = this.#sim.now - cpu.execStart;
    if (thread === null || thread.awaitingNext || done <= 0) return;
    thread.did(done);
    cpu.busy += done;
    cpu.execStart = this.#sim.now;
    cpu.minVruntime = Math.max(
      cpu.minVruntime,
      cpu.queue.reduce((least, { vruntime: had }) => Math.min(least, had), thread.vruntime),
    );
  }

  #ended(cpu: Cpu): void {
    cpu.stretchEnd = null;
    this.#updateCurrent(cpu);
    const thread = cpu.running!;
    if (thread.remaining <= 0) thread.done();
    else this.#sliceExpired(cpu);
  }

  /** The running thread's slice is over: another slice for it, unless somebody had less. */
  #sliceExpired(cpu: Cpu): void {
    const thread = cpu.running!;
    if (cpu.queue.some((other) => other.vruntime < thread.vruntime)) {
      this.#reschedule(cpu);
      return;
    }
    thread.sliceRuntime = 0;
    this.#programEnd(cpu);
  }

  /** The one that had least of the queue runs, and the running thread goes where it can. */
  #reschedule(cpu: Cpu): void {
    const thread = cpu.running!;
    if (cpu.stretchEnd !== null) this.#sim.cancel(cpu.stretchEnd);
    cpu.stretchEnd = null;
    cpu.running = null;
    cpu.idleSince = this.#sim.now;
    thread.cpu = null;
    thread.waited({ queued: 0, leaving: -Math.max(0, cpu.execStart - this.#sim.now), switching: 0 }); // the next one waits on
    thread.unswitch();
    this.#pickNext(cpu);
    const on = this.#enqueueOn(thread);
    if (on.running !== thread) this.#programEnd(on);
    if (thread.cpu === null) thread.lost();
  }

  /** An idle CPU takes the thread that had least from its queue, or a floating one from the longest queue that has one. */
  #pickNext(cpu: Cpu): void {
    const from = cpu.queue.length > 0 ? cpu : this.#busiestQueue();
    const able = from.queue.filter((thread) => from === cpu || thread.pinned === null);
    if (able.length === 0) return;
    const best = able.reduce((least, thread) => (thread.vruntime < least.vruntime ? thread : least));
    from.queue.splice(from.queue.indexOf(best), 1);
    if (from !== cpu) this.#placeEntity(best, cpu);
    this.#dispatch(cpu, best);
  }

  /** Whose queue is the longest of those with a floating thread. */
  #busiestQueue(): Cpu {
    const length = ({ queue }: Cpu) => (queue.some(({ pinned }) => pinned === null) ? queue.length : 0);
    return this.#cpus.reduce((most, cpu) => (length(cpu) > length(most) ? cpu : most));
  }
}
