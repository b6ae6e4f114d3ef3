/** The models that time the engine. They use its public names only, as a user does, and each has a monitor. */

import {
  exponential,
  type Handler,
  type Process,
  RandomStreams,
  Resource,
  Signal,
  Simulation,
  Store,
  Tally,
  TimeWeighted,
} from "../../sim/engine/index.ts";
import type { MicroTask } from "./task.ts";

/** A model that is set up. Each `run` does `operations` operations. */
export type EngineModel = Pick<MicroTask, "operations" | "run">;

/** Too many increments for a branch predictor to learn. */
const increments = 1 << 20;
const utilisation = 0.8;

/** Builders by name. The size is pending events (HOLD), customers (M/M/1) or wake-ups (ping-pong). */
export const engineModels = {
  "HOLD, handlers": (size) => holdHandlers(size, { kinds: 1, fingerprint: false }),
  "HOLD, handlers, fingerprint on": (size) => holdHandlers(size, { kinds: 1, fingerprint: true }),
  "HOLD, 8 kinds of handlers": (size) => holdHandlers(size, { kinds: 8, fingerprint: false }),
  "HOLD, processes": (size) => holdProcesses(size, { fingerprint: false }),
  "HOLD, processes, fingerprint on": (size) => holdProcesses(size, { fingerprint: true }),
  "M/M/1, events": (size) => queueing(size, mm1Events),
  "M/M/1, two processes": (size) => queueing(size, mm1TwoProcesses),
  "M/M/1, a process a customer": (size) => queueing(size, mm1ProcessEach),
  "ping-pong, signals": pingPong,
} satisfies Record<string, (size: number) => EngineModel>;
export type EngineModelName = keyof typeof engineModels;

/** Each event schedules the next one, of a random kind, an exponential time later. */
function holdHandlers(size: number, { kinds, fingerprint }: { kinds: 1 | 8; fingerprint: boolean }): EngineModel {
  const sim = new Simulation({ fingerprint });
  const load = sim.watch(new TimeWeighted(sim));
  const delays = exponentialTable();
  const kindTable = new RandomStreams({ seed: 1, replication: 1 }).stream("kind");
  const nextKind = Uint8Array.from({ length: increments }, () => Math.floor(kinds * kindTable.uniform()));
  const handlers: Handler[] = [];
  let next = 0;
  const again = (argument: number) => {
    const at = next++ & (increments - 1);
    load.set(at & 15);
    sim.schedule(delays[at]!, handlers[nextKind[at]!]!, argument);
  };
  const bodies = [
    (argument: number) => again(argument),
    (argument: number) => again(argument ^ 1),
    (argument: number) => again(argument ^ 2),
    (argument: number) => again(argument ^ 3),
    (argument: number) => again(argument ^ 4),
    (argument: number) => again(argument ^ 5),
    (argument: number) => again(argument ^ 6),
    (argument: number) => again(argument ^ 7),
  ];
  for (const body of bodies.slice(0, kinds)) handlers.push(sim.handler("hold", body));
  for (let i = 0; i < size; i++) sim.schedule(delays[i]!, handlers[nextKind[i]!]!, i);
  return { operations: increments, run: () => sim.run({ events: increments }) };
}

/** `size` processes. Each holds an exponential time, again and again. */
function holdProcesses(size: number, { fingerprint }: { fingerprint: boolean }): EngineModel {
  const sim = new Simulation({ fingerprint });
  const load = sim.watch(new TimeWeighted(sim));
  const delays = exponentialTable();
  let next = 0;
  function* holder(): Process {
    for (;;) {
      const at = next++ & (increments - 1);
      load.set(at & 15);
      yield sim.hold(delays[at]!);
    }
  }
  for (let i = 0; i < size; i++) sim.spawn("holder", holder());
  return { operations: increments, run: () => sim.run({ events: increments }) };
}

function exponentialTable(): Float64Array {
  const stream = new RandomStreams({ seed: 1, replication: 1 }).stream("increment");
  const one = exponential(1);
  return Float64Array.from({ length: increments }, () => one.sample(stream));
}

/** The parts of an M/M/1 model. `waits` records each customer's wait in the queue. */
interface Queueing {
  readonly sim: Simulation;
  readonly customers: number;
  readonly waits: Tally;
  gap(): number;
  service(): number;
}

/** Simulates a whole M/M/1 in each run. Throws if the mean wait is not near 4, the value in theory. */
function queueing(customers: number, model: (queueing: Queueing) => void): EngineModel {
  let replication = 0;
  const run = () => {
    const streams = new RandomStreams({ seed: 1, replication: ++replication });
    const [gaps, services] = [streams.stream("gap"), streams.stream("service")];
    const [gap, service] = [exponential(1 / utilisation), exponential(1)];
    const sim = new Simulation({ fingerprint: false });
    const waits = sim.watch(new Tally());
    model({ sim, customers, waits, gap: () => gap.sample(gaps), service: () => service.sample(services) });
    sim.run();
    // Asymptotic standard deviation of the mean wait (W. Whitt, 1989). Four of them are allowed.
    const error = Math.sqrt(
      (utilisation * (2 + 5 * utilisation - 4 * utilisation ** 2 + utilisation ** 3)) / customers,
    );
    const allowed = (4 * error) / (1 - utilisation) ** 2;
    if (waits.count !== customers || !(Math.abs(waits.mean - 4) < allowed)) {
      throw new Error(
        `M/M/1: mean wait of ${waits.count} customers is ${waits.mean}; expected ${customers} customers and 4 ± ${allowed}`,
      );
    }
  };
  return { operations: customers, run };
}

function mm1Events({ sim, customers, waits, gap, service }: Queueing): void {
  const line = sim.watch(new TimeWeighted(sim));
  const arrivals = new Float64Array(1 << 16); // a ring: arrival times of the customers in the queue
  let [first, last, arrived] = [0, 0, 0];
  let busy = false;
  const departs = sim.handler("departure", () => {
    busy = first !== last;
    if (!busy) return;
    waits.record(sim.now - arrivals[first++ & 0xffff]!);
    line.set(last - first);
    sim.schedule(service(), departs);
  });
  const arrives = sim.handler("arrival", () => {
    if (++arrived < customers) sim.schedule(gap(), arrives);
    if (busy) {
      arrivals[last++ & 0xffff] = sim.now;
      line.set(last - first);
    } else {
      busy = true;
      waits.record(0);
      sim.schedule(service(), departs);
    }
  });
  sim.schedule(gap(), arrives);
}

function mm1TwoProcesses({ sim, customers, waits, gap, service }: Queueing): void {
  const line = new Store<number>(sim, { name: "line" });
  function* source(): Process {
    for (let index = 0; index < customers; index++) {
      yield sim.hold(gap());
      line.offer(sim.now);
    }
  }
  function* server(): Process {
    for (;;) {
      yield line.get();
      waits.record(sim.now - line.taken);
      yield sim.hold(service());
    }
  }
  sim.spawn("source", source());
  sim.spawn("server", server());
}

function mm1ProcessEach({ sim, customers, waits, gap, service }: Queueing): void {
  const server = new Resource(sim, { name: "server" });
  function* customer(): Process {
    const arrived = sim.now;
    yield server.acquire();
    waits.record(sim.now - arrived);
    yield sim.hold(service());
    server.release();
  }
  function* source(): Process {
    for (let index = 0; index < customers; index++) {
      yield sim.hold(gap());
      sim.spawn("customer", customer());
    }
  }
  sim.spawn("source", source());
}

/** Two processes that wake each other in turn: `size` wake-ups a run. */
function pingPong(size: number): EngineModel {
  const sim = new Simulation({ fingerprint: false, instantLimit: Number.MAX_SAFE_INTEGER });
  const [ping, pong] = [new Signal(sim, "ping"), new Signal(sim, "pong")];
  function* player(own: Signal, other: Signal): Process {
    for (;;) {
      yield own.wait();
      other.notify();
    }
  }
  sim.spawn("ping", player(ping, pong));
  sim.spawn("pong", player(pong, ping));
  sim.run();
  ping.notify();
  return { operations: size, run: () => sim.run({ events: size }) };
}
