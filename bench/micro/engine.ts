import { exponential, type Process, RandomStreams, Simulation } from "../../sim/index.ts";
import type { Length, MicroTask } from "./task.ts";

/** More than a branch predictor can learn. */
const increments = 1 << 20;
const operations = 20_000;

/** HOLD: `size` processes, each always waiting an exponential time; one operation is one event. */
export function engineTasks(length: Length): MicroTask[] {
  const sizes = length === "short" ? [16, 1000] : [16, 128, 1000, 10_000, 100_000];
  const stream = new RandomStreams({ seed: 1, replication: 1 }).stream("hold");
  const one = exponential(1);
  const delays = Float64Array.from({ length: increments }, () => one.sample(stream));
  return sizes.map((size) => hold(size, delays));
}

function hold(size: number, delays: Float64Array): MicroTask {
  const sim = new Simulation();
  let next = 0;
  function* holder(): Process {
    for (;;) yield sim.hold(delays[next++ & (increments - 1)]!);
  }
  for (let i = 0; i < size; i++) sim.spawn("holder", holder());
  return { name: "hold, processes", size, operations, run: () => sim.run({ events: operations }) };
}
