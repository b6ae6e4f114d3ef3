import { expect, test } from "vitest";
import { answerOf } from "../../../reports/findings/answer.ts";
import { goldenResult } from "../golden-results.ts";

test("iofd-loses: later at low rates, sooner at the highest, and the answer says why, in parts", () => {
  const result = goldenResult("iofd-loses");
  const ratios = result.comparisons.map(({ metrics }) => metrics.completion!.ratio);
  expect(ratios[0]!.low).toBeGreaterThan(10);
  expect(ratios.at(-1)!.high).toBeLessThan(1);
  for (const { metrics } of result.comparisons) expect(metrics.rtt!.ratio.high).toBeLessThan(0.3);
  const answer = answerOf(result);
  expect(answer).toMatch(
    /An iofd is slower here: with iofd at 1k\/s a request completes 1[89]\d µs after its due time, with qemu 11\d µs\./,
  );
  expect(answer).toMatch(/The two cross near (9\d|1[0-2]\d)(\.\d)?k\/s\./);
  expect(answer).toMatch(
    /[67]\d\.\d µs to leave the CPU's idle state, \d+ ns to switch to the thread and \d+ ns to read the eventfd\./,
  );
  expect(answer).toContain("This replaces 2.05 µs of hop and dispatch.");
  expect(answer).toContain("The vcpu's round trip is still shorter: 1.36 µs instead of 5.23 µs.");
});

test("a request that waits behind the store, not before it, does not count as slower", () => {
  const result = goldenResult("deep-queue");
  const [qemu, iofd] = ["qemu", "iofd"].map((path) => result.points.find(({ notify }) => notify === path)!);
  expect(iofd!.metrics.completion!.mean.value).toBeGreaterThan(2 * qemu!.metrics.completion!.mean.value);
  expect(answerOf(result)).not.toContain("is slower");
});

test("where no thread has to be woken, the answer does not say that an iofd is slower", () => {
  const result = goldenResult("counter");
  expect(result.points.map(({ wakeUp }) => wakeUp)).toEqual([null, null]);
  expect(answerOf(result)).not.toContain("is slower");
});

test("an iofd whose consumer polls is not slower", () => {
  expect(answerOf(goldenResult("sleeper-polls"))).not.toContain("is slower");
  expect(answerOf(goldenResult("sleeper"))).toContain("is slower");
});
