// The machine repairman: five machines that fail and two repairers, both times exponential. A closed system has a
// steady state at any load, and its birth-death equations give the exact answer.

import { exponential, type Process, RandomStreams, Resource, Simulation, TimeWeighted } from "iofd/engine";

const [machines, repairers] = [5, 2];
const [life, repair] = [exponential(10), exponential(4)];

const sim = new Simulation();
const streams = new RandomStreams({ seed: 1, replication: 0 });
const crew = new Resource(sim, { name: "crew", capacity: repairers });
const up = sim.watch(new TimeWeighted(sim, machines));

function* machine(number: number): Process {
  const [lives, repairs] = [streams.stream("life", number), streams.stream("repair", number)];
  for (;;) {
    yield sim.hold(life.sample(lives));
    up.add(-1);
    yield crew.acquire();
    yield sim.hold(repair.sample(repairs));
    crew.release();
    up.add(1);
  }
}

for (let number = 0; number < machines; number++) sim.spawn(`machine ${number}`, machine(number));
sim.run({ time: 1000 }); // the warm-up: all machines start new
sim.resetMonitors();
sim.run({ time: 1_001_000 });

/** Probabilities of 0, 1 ... machines down: each is the one before times failures over repairs. */
const weights = [1];
for (let down = 0; down < machines; down++) {
  const [failures, repairs] = [(machines - down) / life.mean, Math.min(down + 1, repairers) / repair.mean];
  weights.push((weights[down]! * failures) / repairs);
}
const total = weights.reduce((a, b) => a + b);
const average = (f: (down: number) => number) => weights.reduce((sum, w, down) => sum + (w / total) * f(down), 0);

const row = (name: string, seen: number, theory: number) =>
  console.log(`${name.padEnd(22)} ${seen.toFixed(3)}   (theory ${theory.toFixed(3)})`);
row(
  "machines up",
  up.mean,
  average((down) => machines - down),
);
row(
  "repairers at work",
  crew.busy.mean,
  average((down) => Math.min(down, repairers)),
);
row(
  "machines in line",
  crew.queued.mean,
  average((down) => Math.max(0, down - repairers)),
);
