import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseScenario } from "../../../../bench/experiment/load/parse-scenario.ts";
import type { Point } from "../../../../bench/experiment/result/result.ts";
import { runScenario } from "../../../../bench/experiment/run-scenario.ts";
import { diskInputs } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios, version } from "../../../../bench/host/files/locations.ts";
import { Pool } from "../../../../bench/host/pool/thread-pool.ts";

const executor = new Pool(1);
afterAll(() => executor.close());

/** The one point of an iofd whose backend sleeps between doorbells. */
async function sleeperWith(settings: string): Promise<Point> {
  const text = `name: sleeper
question: What does it take to wake the backend?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: deterministic, rate: 10k/s }, space: pio }
notify: iofd
backend: { kind: iothread, service: 1us }
${settings}
`;
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
  const scenario = parseScenario("test.yaml", text, inputs);
  const result = await runScenario(scenario, inputs, { executor, version, progress: { update: () => {} } });
  return result.points[0]!;
}

test("the parts of a wake-up fill the time between the signal and the handler", async () => {
  const { wakeUp, metrics, stages } = await sleeperWith("run: { warmup: 0, requests: 90, replications: 2 }");
  expect(wakeUp!.leaving).toBeCloseTo((10_000 * 89) / 90, 6); // the first doorbell finds its CPU awake
  expect(wakeUp).toMatchObject({ switching: 1070, reading: 220 });
  const before = stages.exit! + stages.decode! + stages.bus! + stages.signal!;
  expect(metrics.notify!.mean.value).toBeCloseTo(before + wakeUp!.leaving + 1070 + 220, 6);
});

test("shared CPUs count the parts of a wake-up as well", async () => {
  const shared = await sleeperWith(`run: { warmup: 10, requests: 90, replications: 2 }
host: { cpus: 2, pin: { vcpus: [0], backends: [1] } }`);
  expect(shared.wakeUp!.leaving).toBeCloseTo((10_000 * 99) / 100, 6);
  expect(shared.wakeUp).toMatchObject({ switching: 1070, reading: 220 });
});
