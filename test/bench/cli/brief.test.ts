import { describe, expect, test } from "vitest";
import { briefResult } from "../../../bench/cli/tables/brief-result.ts";
import { shortAnswerOf } from "../../../reports/findings/answer.ts";
import { keyPoints } from "../../../reports/findings/key-points.ts";
import { type GoldenName, goldenResult, goldenScenarios } from "../../reports/golden-results.ts";

const ids = (name: GoldenName) => keyPoints(goldenResult(name)).map(({ id }) => id);

describe("the points that carry an answer", () => {
  test("are all points where there are few", () => {
    expect(ids("doorbell").length).toBe(4);
  });

  test("are both ends of every line where one quantity is swept", () => {
    expect(ids("iofd-loses")).toEqual([
      "notify=qemu,guest.workload.rate=1k/s",
      "notify=qemu,guest.workload.rate=400k/s",
      "notify=iofd,guest.workload.rate=1k/s",
      "notify=iofd,guest.workload.rate=400k/s",
    ]);
  });

  test("are else the largest and the smallest change, each with its baseline", () => {
    const result = goldenResult("knobs");
    const changes = result.comparisons.map(({ metrics }) => metrics.rtt!.ratio.value).sort((a, b) => a - b);
    const shown = result.comparisons.filter(({ point }) => ids("knobs").includes(point));
    expect(shown.map(({ metrics }) => metrics.rtt!.ratio.value).sort()).toEqual([changes[0], changes.at(-1)]);
    expect(shown.every(({ baseline }) => ids("knobs").includes(baseline))).toBe(true);
    expect(ids("knobs").length).toBe(4);
  });
});

test.each(Object.keys(goldenScenarios) as GoldenName[])("%s fits on a screen, question and answer first", (name) => {
  const result = goldenResult(name);
  const lines = briefResult(result).split("\n");
  expect(lines.length).toBeLessThanOrEqual(24);
  expect(lines[0]).toBe(`${result.name}: ${result.question}`);
  const answer = shortAnswerOf(result);
  expect(answer.length).toBeLessThanOrEqual(3);
  expect(lines.slice(2, 2 + answer.length)).toEqual(answer);
});

test("an answer says where an iofd is slower, even when other sentences come first", () => {
  expect(shortAnswerOf(goldenResult("knobs")).at(-1)).toMatch(/^An iofd is slower here: /);
});

test("an answer keeps the sentence that answers the question: where two paths cross, which setting is best", () => {
  const said = (name: GoldenName) => shortAnswerOf(goldenResult(name)).join(" ");
  expect(said("iofd-loses")).toContain("The two cross near ");
  expect(said("knobs")).toMatch(/single change/);
});

test("a warning is cut to its first sentence, and the points that it concerns are counted", () => {
  const result = goldenResult("iofd-loses");
  const warnings = [
    { kind: "saturated", message: "Mind the load (of the vcpu). It is high.", points: [result.points[0]!.id] },
    { kind: "drift", message: "All drift.", points: [] },
  ] as const;
  const lines = briefResult({ ...result, warnings }).split("\n");
  expect(lines).toContain("warning: Mind the load. (1 of 20 points)");
  expect(lines).toContain("warning: All drift.");
});
