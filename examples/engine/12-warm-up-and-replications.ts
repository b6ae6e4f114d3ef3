// An estimate with its error. Each replication is one simulation with random numbers of its own. The statistics leave out
// the warm-up, before the queue has filled up. The interval is that of the replications' means.

import { exponential, type Process, RandomStreams, Resource, Simulation, Tally } from "iofd/engine";

const [warmup, length] = [2_000, 50_000];

/** Mean wait of M/M/1 at a load of 0.8, and mean length of the queue. */
function replicate(replication: number, from: number): { wait: number; line: number } {
  const sim = new Simulation();
  const streams = new RandomStreams({ seed: 1, replication });
  const [gap, service] = [exponential(1.25), exponential(1)];
  const server = new Resource(sim, { name: "server" });
  const waits = sim.watch(new Tally());

  function* customer(): Process {
    const arrived = sim.now;
    yield server.acquire();
    waits.record(sim.now - arrived);
    yield sim.hold(service.sample(streams.stream("service")));
    server.release();
  }
  function* source(): Process {
    for (;;) {
      yield sim.hold(gap.sample(streams.stream("gap")));
      sim.spawn("customer", customer());
    }
  }
  sim.spawn("source", source());
  sim.run({ time: from });
  sim.resetMonitors(); // the server's monitors and the watched tally
  sim.run({ time: from + length });
  return { wait: waits.mean, line: server.queued.mean };
}

const [waits, lines] = [new Tally(), new Tally()];
for (let replication = 0; replication < 20; replication++) {
  const { wait, line } = replicate(replication, warmup);
  waits.record(wait);
  lines.record(line);
}

const interval = ({ mean, variance, count }: Tally) =>
  `${mean.toFixed(2)} +- ${(2.093 * Math.sqrt(variance / count)).toFixed(2)}`; // Student, 19 degrees of freedom, 95 %
console.log(`mean wait in queue ${interval(waits)}   (theory 4)`);
console.log(`mean queue length  ${interval(lines)}   (theory 3.2)`);
