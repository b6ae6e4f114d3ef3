/** A short run of the differential oracle, and a check that it finds a difference. */

import { afterAll, expect, test } from "vitest";
import { checkSeed, type Tally } from "../../../../bench/host/conform/oracle.ts";
import { printDivergence } from "../../../../bench/host/conform/print.ts";
import * as simulator from "../../../../sim/index.ts";
import { openKernel } from "./rig.ts";

const kernel = openKernel();
if (typeof kernel === "string") console.warn(`the running kernel is not tested: ${kernel}`);
const run = test.skipIf(typeof kernel === "string");
afterAll(() => {
  if (typeof kernel !== "string") kernel.close();
});

function checkSeeds(simulated: "upstream" | "ideal", seeds: readonly number[]) {
  if (typeof kernel === "string") throw new Error(kernel);
  const tally: Tally = {};
  for (const seed of seeds) {
    const { divergence } = checkSeed({ resources: kernel, simulated }, seed, tally);
    if (divergence !== null) return { tally, divergence };
  }
  return { tally, divergence: null };
}

run('twenty random scripts get the same answers from the running kernel and from the kernel "upstream"', () => {
  const { divergence, tally } = checkSeeds(
    "upstream",
    Array.from({ length: 20 }, (_, i) => 9000 + i),
  );
  expect(divergence && printDivergence(divergence)).toBeNull();
  expect(tally["mmio store"]).toMatchObject({ exits: expect.any(Number), "in the kernel": expect.any(Number) });
});

run(
  'against the kernel "ideal", which has no lookup quirk, a difference is found, shrunk and printed as a program',
  () => {
    const { divergence } = checkSeeds(
      "ideal",
      Array.from({ length: 40 }, (_, i) => i),
    );
    expect(divergence?.script.steps.length).toBeLessThanOrEqual(5);
    const printed = printDivergence(divergence!);
    expect(printed).toMatch(/\n\/\/ kernel: .*\n\/\/ ours: /);
    expect(() => new Function(...Object.keys(simulator), printed)(...Object.values(simulator))).not.toThrow();
  },
);
