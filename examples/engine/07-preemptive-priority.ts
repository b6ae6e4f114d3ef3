// A preemptive resource: a more urgent process (smaller priority) takes the server by an interrupt. The other one keeps
// its finished work, and acquires again for the rest. The model: M/M/1 with two classes, preemptive-resume.

import {
  exponential,
  Interrupted,
  PreemptiveResource,
  type Process,
  RandomStreams,
  Simulation,
  Tally,
} from "iofd/engine";

const sim = new Simulation();
const streams = new RandomStreams({ seed: 1, replication: 0 });
const server = new PreemptiveResource(sim, { name: "server" });
const service = exponential(1);
const classes = [
  { name: "urgent", priority: 0, load: 0.3, sojourns: new Tally() },
  { name: "patient", priority: 1, load: 0.3, sojourns: new Tally() },
];
type Class = (typeof classes)[number];

function* customer({ name, priority, sojourns }: Class): Process {
  const arrived = sim.now;
  let left = service.sample(streams.stream(`service ${name}`));
  while (left > 0) {
    yield server.acquire(priority);
    const since = sim.now;
    try {
      yield sim.hold(left);
      left = 0;
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      left -= sim.now - since; // the server is lost already
    }
  }
  server.release();
  sojourns.record(sim.now - arrived);
}

function* source(kind: Class): Process {
  const gap = exponential(service.mean / kind.load);
  for (;;) {
    yield sim.hold(gap.sample(streams.stream(`gap ${kind.name}`)));
    sim.spawn(kind.name, customer(kind));
  }
}

for (const kind of classes) sim.spawn(`source of ${kind.name}`, source(kind));
sim.run({ time: 500_000 });

const [first, second] = classes as [Class, Class];
const urgent = service.mean / (1 - first.load);
const theories = [urgent, urgent / (1 - first.load - second.load)];
for (const [i, { name, sojourns }] of classes.entries()) {
  console.log(
    `mean time in system, ${name.padEnd(7)} ${sojourns.mean.toFixed(3)}   (theory ${theories[i]!.toFixed(3)})`,
  );
}
