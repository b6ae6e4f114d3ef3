import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseScenario } from "../../../bench/experiment/load/parse-scenario.ts";
import { runScenario } from "../../../bench/experiment/run-scenario.ts";
import { diskInputs } from "../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios, version } from "../../../bench/host/files/locations.ts";
import { Pool } from "../../../bench/host/pool/thread-pool.ts";
import { answerOf } from "../../../reports/findings/answer.ts";

const pool = new Pool(1);
afterAll(() => pool.close());

test("batching: an iofd saves the vcpu 3.148 µs a doorbell, so 62.8 % of a lone request's response and 0.3 % of one in 64", async () => {
  const text = readFileSync(join(shippedScenarios, "batching.yaml"), "utf8").replace(/^sensitivity.*$/m, "");
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
  const scenario = parseScenario("test.yaml", text, inputs);
  const result = await runScenario(scenario, inputs, { executor: pool, version, progress: { update: () => {} } });
  for (const { point, metrics } of result.comparisons) {
    const batch = result.points.find(({ id }) => id === point)!.numbers["guest.workload.batch"]!;
    expect(metrics.rtt!.difference.value).toBeCloseTo(-3148, 6);
    expect(metrics.response!.difference.value).toBeCloseTo(-3148 / batch, 6);
  }
  expect(answerOf(result)).toContain("Mean response against the baseline: iofd −62.8 % to −0.3 %.");
});
