import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseScenario } from "../../../../bench/experiment/load/parse-scenario.ts";
import { planRun } from "../../../../bench/experiment/run/plan.ts";
import { runSensitivity } from "../../../../bench/experiment/sensitivity/sensitivity.ts";
import { diskInputs } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios } from "../../../../bench/host/files/locations.ts";
import { Pool } from "../../../../bench/host/pool/thread-pool.ts";

const pool = new Pool(1);
afterAll(() => pool.close());

async function headlines(text: string) {
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
  const scenario = parseScenario("test.yaml", `name: s\nquestion: q?\n${text}`, inputs);
  return (await runSensitivity(scenario, (await planRun(scenario, pool)).points, pool))!.headlines;
}

const totals = `costs: costs/haskins-2009.yaml
kernel: v7
guest: { workload: { kind: closed } }
matrix: { notify: [qemu, iofd] }
baseline: { notify: qemu }
run: { requests: 10 }
sensitivity: { samples: 200, requests: 10 }
`;

test("one number alone: the headline is what the round trips say with it at the ends of its range", async () => {
  const [rtt] = await headlines(totals);
  expect(rtt).toMatchObject({ metric: "rtt", value: 5000 / 9090, unsteady: 0 });
  expect(rtt!.swings.map(({ number }) => number)).toEqual(["qemu-mmio", "iofd-mmio"]);
  expect(rtt!.swings[0]!.low).toBeCloseTo(5000 / (0.9 * 9090), 3);
  expect(rtt!.swings[0]!.high).toBeCloseTo(5000 / (1.1 * 9090), 3);
  expect(rtt!.swings[1]!.low).toBeCloseTo((0.9 * 5000) / 9090, 3);
});

test("all numbers at once: nine in ten sheets lie within both extremes, and further than either number reaches alone", async () => {
  const [rtt] = await headlines(totals);
  expect(rtt!.low).toBeGreaterThan(4500 / 9999);
  expect(rtt!.high).toBeLessThan(5500 / 8181);
  // The quotient of two means, each even within 10 %: nine in ten lie within about 14 % of its middle.
  expect(rtt!.low / rtt!.value).toBeCloseTo(0.865, 1);
  expect(rtt!.high / rtt!.value).toBeCloseTo(1.145, 1);
});

const queued = `costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: poisson, rate: 1k/s }, space: pio }
backend: { kind: iothread, service: 1us }
matrix: { notify: [qemu, iofd], guest.workload.rate: [1k/s, 190k/s] }
baseline: { notify: qemu }
run: { requests: 500, replications: 2 }
sensitivity: { at: { guest.workload.rate: RATE }, samples: 20, requests: 300 }
`;

test("only the points asked for run again, and only numbers that they spend move them", async () => {
  const found = await headlines(queued.replace("RATE", "1k/s"));
  expect(new Set(found.map(({ point }) => point))).toEqual(new Set(["notify=iofd,guest.workload.rate=1k/s"]));
  expect(found.map(({ metric }) => metric)).toEqual(["rtt", "response", "notify", "cpu"]);
  const numbers = new Set(found.flatMap(({ swings }) => swings.map(({ number }) => number)));
  expect(numbers).toContain("to-userspace");
  expect(numbers).toContain("idle C6 exit latency");
  expect(numbers).toContain("idle C6 target residency");
  for (const unspent of ["decode.mmio", "bus-linear-step", "bus-hash-step", "service"]) {
    expect(numbers).not.toContain(unspent); // the scenario gives the service time itself
  }
});

test("a service time that the scenario leaves to the sheet is varied with the sheet", async () => {
  const found = await headlines(queued.replace("RATE", "1k/s").replace(", service: 1us", ""));
  expect(found.find(({ metric }) => metric === "rtt")!.swings.map(({ number }) => number)).toContain("service");
});

test("sheets under which a path saturates are counted, and left out of the interval", async () => {
  const response = (await headlines(queued.replace("RATE", "190k/s"))).find(({ metric }) => metric === "response")!;
  expect(response.unsteady).toBeGreaterThan(0);
  expect(response.unsteady).toBeLessThan(20);
  expect(response.swings[0]!.high).toBeNull();
});

test("where nothing is compared, the headline is a time", async () => {
  const [rtt] = await headlines(totals.replace("baseline: { notify: qemu }\n", ""));
  expect(rtt).toMatchObject({ baseline: null, value: 9090 });
});

test("sheets compared with each other move one side each", async () => {
  const text = `guest: { workload: { kind: closed }, space: pio }
notify: qemu
matrix: { costs: [costs/cascadelake-8269cy.yaml, costs/pvm-nested-8269cy.yaml] }
baseline: { costs: costs/cascadelake-8269cy.yaml }
run: { requests: 10 }
sensitivity: { samples: 10, requests: 10 }
`;
  const [rtt] = await headlines(text);
  expect(new Set(rtt!.swings.map(({ sheet }) => sheet)).size).toBe(2);
  const entry = rtt!.swings.filter(({ number }) => number === "entry");
  expect(entry.map(({ low, high }) => low! > high!)).toEqual(expect.arrayContaining([true, false]));
});
