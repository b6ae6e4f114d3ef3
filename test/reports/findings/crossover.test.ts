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

test.each(["v7", "upstream"])(
  "a binary search overtakes a linear one, whoever is the baseline (%s)",
  async (kernel) => {
    const text = `name: searches
question: which?
costs: costs/cascadelake-8269cy.yaml
device-limit: lifted
guest: { workload: { kind: closed }, space: pio }
notify: iofd
backend: { kind: counter }
regions: { rung: last }
matrix: { kernel: [v7, upstream], regions.count: [10, 100, 1000] }
baseline: { kernel: ${kernel} }
run: { requests: 20, replications: 2 }
`;
    const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
    const result = await runScenario(parseScenario("test.yaml", text, inputs), inputs, {
      executor: pool,
      version,
      progress: { update: () => {} },
    });
    expect(answerOf(result)).toMatch(
      /The rtt of upstream is the shorter one from \d+ registered regions on, at this sheet's prices \(v7 before\)\./,
    );
  },
);
