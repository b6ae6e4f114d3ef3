import { join } from "node:path";
import { expect, test } from "vitest";
import { parseScenario } from "../../../../bench/experiment/load/parse-scenario.ts";
import { replicate } from "../../../../bench/experiment/replication/replication.ts";
import { diskInputs } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios } from "../../../../bench/host/files/locations.ts";

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
  const { points } = parseScenario("rates.yaml", text, diskInputs(join(shippedScenarios, "rates.yaml")));
  const run = { seed: 1, replication: 1, requests: 500, warmup, keep: "totals" } as const;
  const { offered } = replicate({ machine: points[0]!.inputs.machine, run });
  expect(offered * 1e9).toBeCloseTo(100_000, 0);
});
