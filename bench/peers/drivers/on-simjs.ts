/** The workloads on simjs, as events. The first argument is the path of simjs. */

import { createRequire } from "node:module";
import { exponentials, increments, seeds } from "../draws.ts";
import type { Outcome } from "../outcome.ts";
import type { Assignment } from "../workload.ts";
import { runDriver, secondsOf } from "./drive.ts";
import { type Customers, timeQueue } from "./queue.ts";

/** The part of simjs that this driver uses. */
interface Sim {
  simulate(endTime: number, maxEvents?: number): boolean;
  addEntity(kind: new (...args: never[]) => Entity): Entity;
}
interface Entity {
  time(): number;
  setTimer(duration: number): Request;
  useFacility(facility: object, duration: number): Request;
  send(message: unknown, delay: number, to: Entity): void;
}
interface Request {
  done(callback: () => void): Request;
}
interface Simjs {
  readonly Sim: new () => Sim;
  readonly Entity: new (...args: unknown[]) => Entity;
  readonly Facility: new (name: string) => object;
}

const [path, ...assignment] = process.argv.slice(2);
const page: { Sim?: Simjs } = {};
Object.assign(globalThis, { window: page }); // simjs exports nothing: it sets properties of a browser's window
createRequire(import.meta.url)(path!);
const { Sim, Entity, Facility } = page.Sim!;

runDriver({ hold: { events: hold }, mm1: { events: timeQueue(queue) }, "ping-pong": { events: pingPong } }, assignment);

function hold({ size, operations, warmup }: Assignment): Outcome {
  const delays = exponentials(seeds.hold, increments);
  let next = 0;
  class Holder extends Entity {
    readonly scheduleNext = () => this.start();
    start() {
      this.setTimer(delays[next++ & (increments - 1)]!).done(this.scheduleNext);
    }
  }
  const sim = new Sim();
  const holders = Array.from({ length: size }, () => sim.addEntity(Holder));
  return timeEvents(sim, { operations, warmup }, () => holders[0]!.time());
}

function timeEvents(sim: Sim, asked: { operations: number; warmup: number }, check: () => number): Outcome {
  sim.simulate(Number.POSITIVE_INFINITY, asked.warmup);
  const seconds = secondsOf(() => sim.simulate(Number.POSITIVE_INFINITY, asked.operations));
  return { operations: asked.operations, seconds, check: check() };
}

/** A facility does not report the start of a service. So the wait is the time in the system minus the service time. */
function queue(customers: Customers): void {
  const server = new Facility("server");
  class Source extends Entity {
    private arrived = 0;
    private readonly arrive = () => {
      const [arrival, service] = [this.time(), customers.services[this.arrived++]!];
      this.useFacility(server, service).done(() => void customers.serve(this.time() - arrival - service));
      this.start();
    };
    start() {
      if (this.arrived < customers.count) this.setTimer(customers.gaps[this.arrived]!).done(this.arrive);
    }
  }
  const sim = new Sim();
  sim.addEntity(Source);
  sim.simulate(Number.POSITIVE_INFINITY);
}

function pingPong(asked: Assignment): Outcome {
  class Player extends Entity {
    hits = 0;
    start() {}
    onMessage(sender: Entity) {
      this.hits++;
      this.send("ball", 0, sender);
    }
  }
  const sim = new Sim();
  const [ping, pong] = [sim.addEntity(Player) as Player, sim.addEntity(Player) as Player];
  pong.send("ball", 0, ping);
  return timeEvents(sim, asked, () => pong.hits);
}
