// Ten machines that break down, and a mechanic who leaves any other job to repair them.
import {
  exponential,
  Interrupted,
  PreemptiveResource,
  type Process,
  RandomStreams,
  Simulation,
  Tally,
  uniform,
} from "iofd/engine";

const [weeks, minutes, machines] = [50, 7 * 24 * 60, 10];
const [life, repair, job] = [exponential(300), 25, 40];

function week(replication: number): { made: number; jobs: number } {
  const sim = new Simulation();
  const streams = new RandomStreams({ seed: 1, replication });
  const mechanic = new PreemptiveResource(sim, { name: "mechanic" });
  let [made, jobs] = [0, 0];

  function machine(number: number): void {
    let broken = false;

    function* work(): Process {
      for (;;) {
        let left = uniform(6, 14).sample(streams.stream("part", number));
        while (left > 0) {
          const since = sim.now;
          try {
            yield sim.hold(left);
            left = 0;
          } catch (error) {
            if (!(error instanceof Interrupted)) throw error;
            left -= sim.now - since;
            broken = true;
            yield mechanic.acquire(1);
            yield sim.hold(repair);
            mechanic.release();
            broken = false;
          }
        }
        made++;
      }
    }

    function* wear(): Process {
      for (;;) {
        yield sim.hold(life.sample(streams.stream("life", number)));
        if (!broken) worker.interrupt();
      }
    }

    const worker = sim.spawn("worker", work());
    sim.spawn("wear", wear());
  }

  function* otherJobs(): Process {
    for (;;) {
      let left = job;
      while (left > 0) {
        yield mechanic.acquire(2);
        const since = sim.now;
        try {
          yield sim.hold(left);
          left = 0;
        } catch (error) {
          if (!(error instanceof Interrupted)) throw error;
          left -= sim.now - since;
        }
      }
      mechanic.release();
      jobs++;
    }
  }

  for (let number = 0; number < machines; number++) machine(number);
  sim.spawn("other jobs", otherJobs());
  sim.run({ time: minutes });
  return { made, jobs };
}

const [made, jobs] = [new Tally(), new Tally()];
for (let number = 0; number < weeks; number++) {
  const seen = week(number);
  made.record(seen.made);
  jobs.record(seen.jobs);
}
console.log(`parts a week      ${made.mean.toFixed(0)}`);
console.log(`other jobs a week ${jobs.mean.toFixed(1)}`);
