import { expect, test } from "vitest";
import { briefResult } from "../../../bench/cli/tables/brief-result.ts";
import { shortAnswerOf } from "../../../reports/findings/answer.ts";
import { type GoldenName, goldenResult, goldenScenarios } from "../../reports/golden-results.ts";

test.each(Object.keys(goldenScenarios) as GoldenName[])("%s fits on a screen, question and answer first", (name) => {
  const result = goldenResult(name);
  const lines = briefResult(result).split("\n");
  expect(lines.length).toBeLessThanOrEqual(24);
  expect(lines[0]).toBe(`${result.name}: ${result.question}`);
  const answer = shortAnswerOf(result);
  expect(answer.length).toBeLessThanOrEqual(3);
  expect(lines.slice(2, 2 + answer.length)).toEqual(answer);
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
