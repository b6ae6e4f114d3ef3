import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { shippedScenarios } from "../../bench/place.ts";
import { Pool } from "../../bench/run/pool.ts";
import { runScenario } from "../../bench/run/run.ts";
import { diskInputs } from "../../bench/scenario/inputs.ts";
import { parseScenario } from "../../bench/scenario/parse.ts";
import { answerOf } from "../../reports/answer.ts";

const pool = new Pool(1);
afterAll(() => pool.close());

test("batching: an iofd saves the vcpu 3.148 µs a doorbell, so 62.8 % of a lone request's response and 0.3 % of one in 64", async () => {
  const text = readFileSync(join(shippedScenarios, "batching.yaml"), "utf8").replace(/^sensitivity.*$/m, "");
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"), shippedScenarios);
  const scenario = parseScenario("test.yaml", text, inputs);
  const result = await runScenario(scenario, inputs, { pool, progress: { update: () => {} } });
  for (const { point, metrics } of result.comparisons) {
    const batch = result.points.find(({ id }) => id === point)!.numbers["guest.workload.batch"]!;
    expect(metrics.rtt!.difference.value).toBeCloseTo(-3148, 6);
    expect(metrics.response!.difference.value).toBeCloseTo(-3148 / batch, 6);
  }
  expect(answerOf(result)).toContain("Mean response against the baseline: iofd −62.8 % to −0.3 %.");
});
