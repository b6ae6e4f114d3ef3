import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseScenario } from "../../../bench/experiment/load/parse-scenario.ts";
import { runScenario } from "../../../bench/experiment/run-scenario.ts";
import { diskInputs } from "../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios, version } from "../../../bench/host/files/locations.ts";
import { Pool } from "../../../bench/host/pool/thread-pool.ts";
import { type GoldenName, goldenFile, goldenScenarios } from "../../reports/golden-results.ts";

const executor = new Pool(1);
afterAll(() => executor.close());

test.each(Object.entries(goldenScenarios))("the golden result of %s is still the code's", async (name, text) => {
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
  const scenario = parseScenario("test.yaml", text, inputs);
  const result = await runScenario(scenario, inputs, { executor, version, progress: { update: () => {} } });
  await expect(`${JSON.stringify(result)}\n`).toMatchFileSnapshot(goldenFile(name as GoldenName));
});
