/** The workloads on simjs, as events; its first argument is where simjs is. */

import { createRequire } from "node:module";
import { exponentials, increments, seeds } from "../draws.ts";
import type { Outcome } from "../outcome.ts";
import type { Assignment } from "../workload.ts";
import { runDriver, secondsOf } from "./drive.ts";
import { type Customers, timeQueue } from "./queue.ts";

/** Of simjs, what is used here. */
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
Object.assign(globalThis, { window: page }); // it exports nothing, and puts its names in a browser's window
createRequire(import.meta.url)(path!);
const { Sim, Entity, Facility } = page.Sim!;

runDriver({ hold: { events: hold }, mm1: { events: timeQueue(queue) }, "ping-pong": { events: pingPong } }, assignment);

function hold({ size, operations, warmup }: Assignment): Outcome {
  const delays = exponentials(seeds.hold, increments);
  let next = 0;
  class Holder extends Entity {
    readonly again = () => this.start();
    start() {
      this.setTimer(delays[next++ & (increments - 1)]!).done(this.again);
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

/** A facility does not say when a service begins: the wait is what is left of the whole without the service. */
function queue(customers: Customers): void {
  const server = new Facility("server");
  class Source extends Entity {
    private came = 0;
    private readonly arrive = () => {
      const [arrived, service] = [this.time(), customers.services[this.came++]!];
      this.useFacility(server, service).done(() => void customers.serve(this.time() - arrived - service));
      this.start();
    };
    start() {
      if (this.came < customers.count) this.setTimer(customers.gaps[this.came]!).done(this.arrive);
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
