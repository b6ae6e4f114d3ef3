import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseScenario } from "../../../bench/experiment/load/parse-scenario.ts";
import type { Result } from "../../../bench/experiment/result/result.ts";
import { runScenario } from "../../../bench/experiment/run-scenario.ts";
import { diskInputs } from "../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios, version } from "../../../bench/host/files/locations.ts";
import { Pool } from "../../../bench/host/pool/thread-pool.ts";
import { answerOf } from "../../../reports/findings/answer.ts";

const pool = new Pool(1);
afterAll(() => pool.close());

async function run(text: string): Promise<Result> {
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
  return runScenario(parseScenario("test.yaml", text, inputs), inputs, {
    executor: pool,
    version,
    progress: { update: () => {} },
  });
}

test("iofd-loses: later at low rates, sooner at the highest, and the answer says why, in parts", async () => {
  const result = await run(readFileSync(join(shippedScenarios, "iofd-loses.yaml"), "utf8"));
  const ratios = result.comparisons.map(({ metrics }) => metrics.completion!.ratio);
  expect(ratios[0]!.low).toBeGreaterThan(10);
  expect(ratios.at(-1)!.high).toBeLessThan(1);
  for (const { metrics } of result.comparisons) expect(metrics.rtt!.ratio.high).toBeLessThan(0.3);
  const answer = answerOf(result);
  expect(answer).toMatch(
    /Here an iofd loses: with iofd at 1k\/s a request is complete 1[89]\d µs after it was due, with qemu 11\d µs/,
  );
  expect(answer).toMatch(/The two cross near (9\d|1[0-2]\d)(\.\d)?k\/s\./);
  expect(answer).toMatch(
    /[67]\d\.\d µs until its CPU has left the idle state, \d+ ns to switch to it and \d+ ns to read/,
  );
  expect(answer).toContain("that replaces 2.05 µs of hop and dispatch.");
  expect(answer).toContain("The vcpu's round trip is shorter all the same: 1.36 µs instead of 5.23 µs.");
});

const sleeper = `name: sleeper
question: Does an iofd lose?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: deterministic, rate: 10k/s }, space: pio }
backend: { kind: iothread, service: 1us }
matrix: { notify: [qemu, iofd] }
baseline: { notify: qemu }
run: { warmup: 10, requests: 90, replications: 2 }
`;

const ofIofd = ({ points }: Result) => points.find(({ notify }) => notify === "iofd")!;

test("what a wake-up is made of is what stands between the signal and the handler", async () => {
  const { wakeUp, metrics, stages } = ofIofd(await run(sleeper.replace("warmup: 10", "warmup: 0")));
  expect(wakeUp!.leaving).toBeCloseTo((10_000 * 89) / 90, 6); // the first finds its CPU awake
  expect(wakeUp).toMatchObject({ switching: 1070, reading: 220 });
  const before = stages.exit! + stages.decode! + stages.bus! + stages.signal!;
  expect(metrics.notify!.mean.value).toBeCloseTo(before + wakeUp!.leaving + 1070 + 220, 6);
});

test("shared CPUs tell the parts of a wake-up as well", async () => {
  const shared = ofIofd(await run(`${sleeper}host: { cpus: 2, pin: { vcpus: [0], backends: [1] } }\n`));
  expect(shared.wakeUp!.leaving).toBeCloseTo((10_000 * 99) / 100, 6);
  expect(shared.wakeUp).toMatchObject({ switching: 1070, reading: 220 });
});

test("what waits before the store on one path and behind it on the other is not held against the other", async () => {
  const deep = `name: deep
question: Does an iofd lose where its requests queue behind the store?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: closed, think: 0ns, depth: 32 }, work: { submit: 500ns, answer: 500ns }, space: pio }
backend: { kind: iothread, service: 4us }
virtqueue: { suppression: event-idx }
return: { kind: irqfd, delivery: posted }
matrix: { notify: [qemu, iofd] }
baseline: { notify: qemu }
run: { requests: 2000, replications: 2 }
`;
  const result = await run(deep);
  const [qemu, iofd] = ["qemu", "iofd"].map((path) => result.points.find(({ notify }) => notify === path)!);
  expect(iofd!.metrics.completion!.mean.value).toBeGreaterThan(2 * qemu!.metrics.completion!.mean.value);
  expect(answerOf(result)).not.toContain("loses");
});

test("where no thread has to be woken, nothing is said of losing", async () => {
  const result = await run(sleeper.replace("kind: iothread, service: 1us", "kind: counter"));
  expect(result.points.map(({ wakeUp }) => wakeUp)).toEqual([null, null]);
  expect(answerOf(result)).not.toContain("loses");
});

test("an iofd whose consumer polls does not lose", async () => {
  const polling = sleeper.replace("service: 1us", "service: 1us, poll: { kind: fixed, max: 200us }");
  expect(answerOf(await run(polling))).not.toContain("loses");
  expect(answerOf(await run(sleeper))).toContain("loses");
});
