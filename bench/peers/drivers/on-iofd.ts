/** The workloads on our engine. Uses its public names only. */

import { type Process, Resource, Signal, Simulation, Store } from "../../../sim/engine/index.ts";
import { exponentials, increments, seeds } from "../draws.ts";
import type { Outcome } from "../outcome.ts";
import type { Assignment } from "../workload.ts";
import { runDriver, secondsOf } from "./drive.ts";
import { type Customers, timeQueue } from "./queue.ts";

/** For ping-pong, where no simulated time passes: by default a simulation takes that for an endless loop and throws. */
const endless = { instantLimit: Number.POSITIVE_INFINITY };

runDriver(
  {
    hold: { events: holdWithEvents, processes: holdWithProcesses },
    mm1: {
      events: timeQueue(queueOfEvents),
      processes: timeQueue(queueOfProcesses),
      "process per customer": timeQueue(processPerCustomer),
    },
    "ping-pong": { events: pingPongWithEvents, processes: pingPongWithProcesses },
  },
  process.argv.slice(2),
);

function holdWithEvents({ size, operations, warmup }: Assignment): Outcome {
  const delays = exponentials(seeds.hold, increments);
  const sim = new Simulation();
  let next = 0;
  const scheduleNext = () => void sim.schedule(delays[next++ & (increments - 1)]!, fire);
  const fire = sim.handler("hold", scheduleNext);
  for (let i = 0; i < size; i++) scheduleNext();
  return timeEvents(sim, { operations, warmup }, () => sim.now);
}

function holdWithProcesses({ size, operations, warmup }: Assignment): Outcome {
  const delays = exponentials(seeds.hold, increments);
  const sim = new Simulation();
  let next = 0;
  function* holder(): Process {
    for (;;) yield sim.hold(delays[next++ & (increments - 1)]!);
  }
  for (let i = 0; i < size; i++) sim.spawn("holder", holder());
  sim.run({ events: size }); // starts each process
  return timeEvents(sim, { operations, warmup }, () => sim.now);
}

function timeEvents(sim: Simulation, asked: { operations: number; warmup: number }, check: () => number): Outcome {
  sim.run({ events: asked.warmup });
  const before = sim.events;
  const seconds = secondsOf(() => sim.run({ events: asked.operations }));
  return { operations: sim.events - before, seconds, check: check() };
}

function queueOfEvents(customers: Customers): void {
  const sim = new Simulation();
  const arrivals = new Float64Array(customers.count);
  let arrived = 0;
  let idle = true;
  const arrive = sim.handler("arrive", () => {
    arrivals[arrived++] = sim.now;
    if (arrived < customers.count) sim.schedule(customers.gaps[arrived]!, arrive);
    if (idle) serve();
  });
  const serve = () => {
    idle = customers.served === arrived;
    if (!idle) sim.schedule(customers.serve(sim.now - arrivals[customers.served]!), depart);
  };
  const depart = sim.handler("depart", serve);
  sim.schedule(customers.gaps[0]!, arrive);
  sim.run();
}

function queueOfProcesses(customers: Customers): void {
  const sim = new Simulation();
  const line = new Store<number>(sim, { name: "line" });
  function* source(): Process {
    for (let i = 0; i < customers.count; i++) {
      yield sim.hold(customers.gaps[i]!);
      line.offer(sim.now);
    }
  }
  function* server(): Process {
    for (;;) {
      yield line.get();
      yield sim.hold(customers.serve(sim.now - line.taken));
    }
  }
  sim.spawn("source", source());
  sim.spawn("server", server());
  sim.run();
}

function processPerCustomer(customers: Customers): void {
  const sim = new Simulation();
  const server = new Resource(sim, { name: "server" });
  function* customer(): Process {
    const arrived = sim.now;
    yield server.acquire();
    yield sim.hold(customers.serve(sim.now - arrived));
    server.release();
  }
  function* source(): Process {
    for (let i = 0; i < customers.count; i++) {
      yield sim.hold(customers.gaps[i]!);
      sim.spawn("customer", customer());
    }
  }
  sim.spawn("source", source());
  sim.run();
}

function pingPongWithEvents(asked: Assignment): Outcome {
  const sim = new Simulation(endless);
  let pongs = 0;
  const ping = sim.handler("ping", () => void sim.schedule(0, pong));
  const pong = sim.handler("pong", () => {
    pongs++;
    sim.schedule(0, ping);
  });
  sim.schedule(0, ping);
  return timeEvents(sim, asked, () => pongs);
}

function pingPongWithProcesses(asked: Assignment): Outcome {
  const sim = new Simulation(endless);
  const signals = [new Signal(sim, "ping"), new Signal(sim, "pong")] as const;
  const hits = [0, 0];
  function* player(me: 0 | 1): Process {
    const [mine, other] = me === 0 ? signals : [signals[1], signals[0]];
    for (;;) {
      yield mine.wait();
      hits[me]!++;
      other.notify();
    }
  }
  sim.spawn("ping", player(0));
  sim.spawn("pong", player(1));
  sim.run(); // until both wait
  signals[0].notify();
  return timeEvents(sim, asked, () => hits[1]!);
}
