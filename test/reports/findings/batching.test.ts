import { expect, test } from "vitest";
import { answerOf } from "../../../reports/findings/answer.ts";
import { goldenResult } from "../golden-results.ts";

test("batching: an iofd saves the vcpu 3.148 µs a doorbell, so 62.8 % of a lone request's response and 0.3 % of one in 64", () => {
  const result = goldenResult("batching");
  for (const { point, metrics } of result.comparisons) {
    const batch = result.points.find(({ id }) => id === point)!.numbers["guest.workload.batch"]!;
    expect(metrics.rtt!.difference.value).toBeCloseTo(-3148, 6);
    expect(metrics.response!.difference.value).toBeCloseTo(-3148 / batch, 6);
  }
  expect(answerOf(result)).toContain("Mean response against the baseline: iofd −62.8 % to −0.3 %.");
});
