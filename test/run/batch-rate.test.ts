import { join } from "node:path";
import { expect, test } from "vitest";
import { shippedScenarios } from "../../bench/place.ts";
import { replicate } from "../../bench/run/sample.ts";
import { diskInputs } from "../../bench/scenario/inputs.ts";
import { parseScenario } from "../../bench/scenario/parse.ts";

test.each([
  { batch: 1, warmup: 0 },
  { batch: 100, warmup: 0 },
  { batch: 100, warmup: 130 },
])("requests are offered at the rate that was asked for, however many come at once (%j)", ({ batch, warmup }) => {
  const text = `name: rates
question: How many?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: deterministic, rate: 100k/s, batch: ${batch} }, space: pio }
backend: { kind: iothread, service: 1us }
virtqueue: { suppression: none }
`;
  const { points } = parseScenario(
    "rates.yaml",
    text,
    diskInputs(join(shippedScenarios, "rates.yaml"), shippedScenarios),
  );
  const run = { seed: 1, replication: 1, requests: 500, warmup, keep: "totals" } as const;
  const { offered } = replicate({ machine: points[0]!.inputs.machine, run });
  expect(offered * 1e9).toBeCloseTo(100_000, 0);
});
