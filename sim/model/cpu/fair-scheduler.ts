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
  /** Start of the running thread's stretch; in the future while the CPU leaves its idle state. */
  execStart: number;
  /** When the CPU became idle. */
  idleSince: number;
  busy: number;
  /** The smallest vruntime of this CPU; it only grows (`min_vruntime`). */
  minVruntime: number;
  /** Event that ends the stretch. */
  stretchEnd: EventHandle | null;
}

/**
 * CPUs with a run queue each, after Linux's CFS. The thread with the smallest vruntime runs next. A woken thread goes
 * to its last CPU if that is idle, else to another idle CPU, else to the shortest queue, where it may preempt; so does
 * a preempted thread. An idle CPU pulls a floating thread from the longest queue. A switch costs `context-switch`, an
 * idle CPU its exit latency.
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
  /** Switches of all CPUs. */
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

  /** Makes a thread of this host. It floats unless `cpu` is given. */
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

  /** The thread asks for more time on its CPU, or joins a run queue. */
  request(thread: SharedThread): Wait {
    const cpu = this.#cpuOf(thread);
    if (cpu === null) this.enqueue(thread);
    else if (thread.sliceRuntime >= this.#spec.slice && cpu.queue.length > 0) this.#sliceExpired(cpu);
    else this.#programEnd(cpu);
    return thread.line.wait();
  }

  /** The thread gives up its CPU, if it has one. */
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

  /** Calls the thread's `expired` after `delay`. */
  expireAfter(thread: SharedThread, delay: number): EventHandle {
    return this.#sim.schedule(delay, this.#deadline, thread.index);
  }

  callOff(event: EventHandle): void {
    this.#sim.cancel(event);
  }

  /** Whether another thread waits for this thread's CPU. */
  isWanted(thread: SharedThread): boolean {
    return (this.#cpuOf(thread)?.queue.length ?? 0) > 0;
  }

  /** Puts a runnable thread on an idle CPU or into a queue; it may preempt (`enqueue_task`). */
  enqueue(thread: SharedThread): void {
    const cpu = this.#enqueueOn(thread);
    const { running } = cpu;
    if (running === null || running === thread) return;
    if (running.yieldsOnDemand) this.cutShort(running);
    else if (!running.awaitingNext && running.vruntime - thread.vruntime > this.#spec.granularity)
      this.#reschedule(cpu);
    else this.#programEnd(cpu);
  }

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

  /** Cancels the thread's work. It continues as soon as a CPU has switched to it. */
  cutShort(thread: SharedThread): void {
    const cpu = this.#cpuOf(thread);
    if (cpu !== null) this.#updateCurrent(cpu);
    thread.remaining = cpu === null ? 0 : thread.unswitched;
    if (cpu !== null) this.#programEnd(cpu);
  }

  /** Throws unless CPUs and threads agree on the time spent, and no CPU was busy for longer than it existed. */
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
    if (idle.length > 0) return idle.reduce((best, cpu) => (cpu.idleSince > best.idleSince ? cpu : best)); // the one in the shallowest idle state
    return this.#cpus.reduce((best, cpu) => (cpu.queue.length < best.queue.length ? cpu : best), last);
  }

  /** Moves the thread's vruntime to this CPU's scale. A sleeper gets credit for one slice at most (`place_entity`). */
  #placeEntity(thread: SharedThread, cpu: Cpu): void {
    this.#updateCurrent(this.#cpus[thread.lastCpu]!);
    thread.vruntime += cpu.minVruntime - this.#cpus[thread.lastCpu]!.minVruntime;
    thread.lastCpu = cpu.index;
    thread.vruntime = Math.max(thread.vruntime, cpu.minVruntime - this.#spec.slice);
  }

  /** Gives an idle CPU to the thread: leave the idle state, switch, run. */
  #dispatch(cpu: Cpu, thread: SharedThread): void {
    const { now } = this.#sim;
    const latency = Math.max(exitLatency(this.#idle, now - cpu.idleSince), cpu.execStart - now);
    const contextSwitch = thread.prices.draw("context-switch");
    this.switches += 1;
    cpu.running = thread;
    cpu.execStart = now + latency;
    cpu.minVruntime = Math.max(cpu.minVruntime, thread.vruntime);
    thread.cpu = cpu.index;
    thread.sliceRuntime = -contextSwitch; // the slice begins when the switch is done
    thread.remaining += contextSwitch;
    thread.waited({ queued: now - thread.queuedAt, leaving: latency, switching: contextSwitch });
    this.#programEnd(cpu);
  }

  /** Schedules the end of the stretch: the thread is done, or its slice is over and others wait. */
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

  /** Books the running thread's time since its stretch began (`update_curr`). */
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

  /** The slice is over. The thread gets another one unless a waiting thread has a smaller vruntime. */
  #sliceExpired(cpu: Cpu): void {
    const thread = cpu.running!;
    if (cpu.queue.some((other) => other.vruntime < thread.vruntime)) {
      this.#reschedule(cpu);
      return;
    }
    thread.sliceRuntime = 0;
    this.#programEnd(cpu);
  }

  /** The waiting thread with the smallest vruntime runs; the running thread moves to another CPU or queue. */
  #reschedule(cpu: Cpu): void {
    const thread = cpu.running!;
    if (cpu.stretchEnd !== null) this.#sim.cancel(cpu.stretchEnd);
    cpu.stretchEnd = null;
    cpu.running = null;
    cpu.idleSince = this.#sim.now;
    thread.cpu = null;
    thread.waited({ queued: 0, leaving: -Math.max(0, cpu.execStart - this.#sim.now), switching: 0 }); // the next thread waits for the rest of it
    thread.unswitch();
    this.#pickNext(cpu);
    const on = this.#enqueueOn(thread);
    if (on.running !== thread) this.#programEnd(on);
    if (thread.cpu === null) thread.lost();
  }

  /**
   * An idle CPU takes the thread with the smallest vruntime of its queue, or pulls a floating thread from the busiest
   * queue.
   */
  #pickNext(cpu: Cpu): void {
    const from = cpu.queue.length > 0 ? cpu : this.#busiestQueue();
    const able = from.queue.filter((thread) => from === cpu || thread.pinned === null);
    if (able.length === 0) return;
    const best = able.reduce((least, thread) => (thread.vruntime < least.vruntime ? thread : least));
    from.queue.splice(from.queue.indexOf(best), 1);
    if (from !== cpu) this.#placeEntity(best, cpu);
    this.#dispatch(cpu, best);
  }

  /** The longest queue that holds a floating thread. */
  #busiestQueue(): Cpu {
    const length = ({ queue }: Cpu) => (queue.some(({ pinned }) => pinned === null) ? queue.length : 0);
    return this.#cpus.reduce((most, cpu) => (length(cpu) > length(most) ? cpu : most));
  }
}
