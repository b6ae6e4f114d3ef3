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
  from: number;
  /** Since when nothing has run here. */
  idleSince: number;
  busy: number;
  /** The least that a thread here has had, as the scheduler counts; it only grows. */
  least: number;
  /** Ends the present stretch. */
  end: EventHandle | null;
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
      return { index, running: null, queue: [], from: 0, idleSince: 0, busy: 0, least: 0, end: null };
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
  ask(thread: SharedThread): Wait {
    const cpu = this.#cpuOf(thread);
    if (cpu === null) this.enqueue(thread);
    else if (thread.ran >= this.#spec.slice && cpu.queue.length > 0) this.#turn(cpu);
    else this.#plan(cpu);
    return thread.line.wait();
  }

  /** The thread gives its CPU up, if it has one. */
  release(thread: SharedThread): void {
    const cpu = this.#cpuOf(thread);
    if (cpu === null) return;
    cpu.running = null;
    cpu.idleSince = this.#sim.now;
    thread.on = null;
    this.#next(cpu);
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
    const cpu = this.#join(thread);
    const { running } = cpu;
    if (running === null || running === thread) return;
    if (running.polite) this.cutShort(running);
    else if (!running.lingers && running.had - thread.had > this.#spec.granularity) this.#rotate(cpu);
    else this.#plan(cpu);
  }

  /** Gives the thread a CPU that is idle, or puts it into a run queue. */
  #join(thread: SharedThread): Cpu {
    thread.queuedAt = this.#sim.now;
    thread.lingers = false;
    const cpu = this.#place(thread);
    this.#settle(cpu);
    this.#levels(thread, cpu);
    if (cpu.running === null) this.#dispatch(cpu, thread);
    else cpu.queue.push(thread);
    return cpu;
  }

  /** What the thread was to do is called off; it goes on as soon as it has a CPU that has switched to it. */
  cutShort(thread: SharedThread): void {
    const cpu = this.#cpuOf(thread);
    if (cpu !== null) this.#settle(cpu);
    thread.wants = cpu === null ? 0 : thread.unswitched;
    if (cpu !== null) this.#plan(cpu);
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
    return thread.on === null ? null : this.#cpus[thread.on]!;
  }

  #place(thread: SharedThread): Cpu {
    if (thread.pinned !== null) return this.#cpus[thread.pinned]!;
    const last = this.#cpus[thread.last]!;
    if (last.running === null) return last;
    const idle = this.#cpus.filter((cpu) => cpu.running === null);
    if (idle.length > 0) return idle.reduce((best, cpu) => (cpu.idleSince > best.idleSince ? cpu : best)); // the shallowest sleeper
    return this.#cpus.reduce((best, cpu) => (cpu.queue.length < best.queue.length ? cpu : best), last);
  }

  /** What a thread has had counts from where its CPU stands; a sleeper is not owed the time it slept, at most a slice. */
  #levels(thread: SharedThread, cpu: Cpu): void {
    this.#settle(this.#cpus[thread.last]!);
    thread.had += cpu.least - this.#cpus[thread.last]!.least;
    thread.last = cpu.index;
    thread.had = Math.max(thread.had, cpu.least - this.#spec.slice);
  }

  /** Gives an idle CPU to the thread: leaves the idle state, switches, then does what the thread wants. */
  #dispatch(cpu: Cpu, thread: SharedThread): void {
    const { now } = this.#sim;
    const latency = Math.max(exitLatency(this.#idle, now - cpu.idleSince), cpu.from - now);
    const contextSwitch = thread.prices.draw("context-switch");
    this.switches += 1;
    cpu.running = thread;
    cpu.from = now + latency;
    cpu.least = Math.max(cpu.least, thread.had);
    thread.on = cpu.index;
    thread.ran = -contextSwitch; // its slice begins when the switch is done, however short it is
    thread.wants += contextSwitch;
    thread.waited({ queued: now - thread.queuedAt, leaving: latency, switching: contextSwitch });
    this.#plan(cpu);
  }

  /** Sets the end of the running thread's stretch: it has what it wants, or its slice is over and others wait. */
  #plan(cpu: Cpu): void {
    const thread = cpu.running!;
    if (cpu.end !== null) this.#sim.cancel(cpu.end);
    cpu.end = null;
    if (thread.lingers) return;
    const slice = cpu.queue.length > 0 ? Math.max(0, this.#spec.slice - thread.ran) : Infinity;
    const { now } = this.#sim;
    if (cpu.from < now) cpu.from = now;
    const stretch = Math.min(thread.wants, slice);
    if (stretch < Infinity) cpu.end = this.#sim.schedule(cpu.from - now + stretch, this.#tick, cpu.index);
  }

  /** Books what the running thread has done since its stretch began. */
  #settle(cpu: Cpu): void {
    const thread = cpu.running;
    const done = this.#sim.now - cpu.from;
    if (thread === null || thread.lingers || done <= 0) return;
    thread.did(done);
    cpu.busy += done;
    cpu.from = this.#sim.now;
    cpu.least = Math.max(
      cpu.least,
      cpu.queue.reduce((least, { had }) => Math.min(least, had), thread.had),
    );
  }

  #ended(cpu: Cpu): void {
    cpu.end = null;
    this.#settle(cpu);
    const thread = cpu.running!;
    if (thread.wants <= 0) thread.done();
    else this.#turn(cpu);
  }

  /** The running thread's slice is over: another slice for it, unless somebody had less. */
  #turn(cpu: Cpu): void {
    const thread = cpu.running!;
    if (cpu.queue.some((other) => other.had < thread.had)) {
      this.#rotate(cpu);
      return;
    }
    thread.ran = 0;
    this.#plan(cpu);
  }

  /** The one that had least of the queue runs, and the running thread goes where it can. */
  #rotate(cpu: Cpu): void {
    const thread = cpu.running!;
    if (cpu.end !== null) this.#sim.cancel(cpu.end);
    cpu.end = null;
    cpu.running = null;
    cpu.idleSince = this.#sim.now;
    thread.on = null;
    thread.waited({ queued: 0, leaving: -Math.max(0, cpu.from - this.#sim.now), switching: 0 }); // the next one waits on
    thread.unswitch();
    this.#next(cpu);
    const on = this.#join(thread);
    if (on.running !== thread) this.#plan(on);
    if (thread.on === null) thread.lost();
  }

  /** An idle CPU takes the thread that had least from its queue, or a floating one from the longest queue that has one. */
  #next(cpu: Cpu): void {
    const from = cpu.queue.length > 0 ? cpu : this.#longest();
    const able = from.queue.filter((thread) => from === cpu || thread.pinned === null);
    if (able.length === 0) return;
    const best = able.reduce((least, thread) => (thread.had < least.had ? thread : least));
    from.queue.splice(from.queue.indexOf(best), 1);
    if (from !== cpu) this.#levels(best, cpu);
    this.#dispatch(cpu, best);
  }

  /** Whose queue is the longest of those with a floating thread. */
  #longest(): Cpu {
    const length = ({ queue }: Cpu) => (queue.some(({ pinned }) => pinned === null) ? queue.length : 0);
    return this.#cpus.reduce((most, cpu) => (length(cpu) > length(most) ? cpu : most));
  }
}
