import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseScenario } from "../../../../bench/experiment/load/parse-scenario.ts";
import { runScenario } from "../../../../bench/experiment/run-scenario.ts";
import { diskInputs } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios, version } from "../../../../bench/host/files/locations.ts";
import { Pool } from "../../../../bench/host/pool/thread-pool.ts";

const pool = new Pool(1);
afterAll(() => pool.close());

/** The kinds of warnings that a scenario with these lines gets, and the points that each names. */
async function warned(lines: string): Promise<Map<string, readonly string[]>> {
  const text = `name: warned
question: What is there to know?
costs: costs/cascadelake-8269cy.yaml
${lines}
run: { requests: 200, warmup: 20, replications: 2 }
`;
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
  const scenario = parseScenario("test.yaml", text, inputs);
  const { warnings } = await runScenario(scenario, inputs, { executor: pool, version, progress: { update: () => {} } });
  return new Map(warnings.map(({ kind, points }) => [kind, points]));
}

const contended = `guest: { vcpus: 4, workload: { kind: closed }, space: pio }
notify: qemu
backend: { kind: iothread, service: 1us }`;

test("a fair lock is an ideal where threads have CPUs of their own, and convoys where they share them", async () => {
  const own = await warned(contended);
  expect([own.has("ideal-lock"), own.has("lock-convoy")]).toEqual([true, false]);
  const shared = await warned(`${contended}\nhost: { cpus: 6 }`);
  expect([shared.has("ideal-lock"), shared.has("lock-convoy")]).toEqual([false, true]);
  const futex = await warned(`${contended}\nbig-lock: futex`);
  expect([futex.has("ideal-lock"), futex.has("lock-convoy")]).toEqual([false, false]);
});

test("a batch larger than the depth is said to be cut, at the points where it is", async () => {
  const found = await warned(`guest: { workload: { kind: closed, depth: 4, batch: 4 }, space: pio }
backend: { kind: iothread, service: 1us }
virtqueue: { suppression: none }
return: { kind: irqfd }
matrix: { guest.workload.batch: [4, 8] }`);
  expect(found.get("batch-cut")).toEqual(["guest.workload.batch=8"]);
});
