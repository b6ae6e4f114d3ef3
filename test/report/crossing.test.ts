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
    const inputs = diskInputs(join(shippedScenarios, "test.yaml"), shippedScenarios);
    const result = await runScenario(parseScenario("test.yaml", text, inputs), inputs, {
      pool,
      progress: { update: () => {} },
    });
    expect(answerOf(result)).toMatch(
      /The rtt of upstream is the shorter one from \d+ registered regions on, at this sheet's prices \(v7 before\)\./,
    );
  },
);
