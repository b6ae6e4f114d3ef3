import { describe, expect, test } from "vitest";
import { answerOf, shortAnswerOf } from "../../../reports/findings/answer.ts";
import { type GoldenName, goldenResult } from "../golden-results.ts";

const shortAnswer = (name: GoldenName) => shortAnswerOf(goldenResult(name));

describe("a short answer", () => {
  test.each([
    ["search-v7", /^From \d+ registered regions on, upstream has the shorter rtt/],
    ["search-upstream", /^From \d+ registered regions on, upstream has the shorter rtt/],
    ["iofd-loses", /^The two cross near /],
    ["knobs", /^Of 32 settings, iofd-vhost-adaptive-200us-\S+ \(5\.\d+ µs\) completes a request soonest/],
    ["knobs", /^The best single change to the first settings is return\.halt-poll: 200us/],
  ] as const)("of %s keeps the sentence that decides: %s", (name, sentence) => {
    expect(shortAnswer(name)).toContainEqual(expect.stringMatching(sentence));
  });

  test("keeps the crossing when other sentences are added", () => {
    const result = goldenResult("search-v7");
    const published = { of: "a paper", parameters: [], cells: [], source: "s" };
    const validations = Array.from({ length: 3 }, () => published);
    const lengthened = { ...result, validations } as unknown as typeof result;
    expect(answerOf(lengthened)).toContain("Against published figures, a paper is");
    expect(shortAnswerOf(lengthened).at(-1)).toMatch(/^From \d+ registered regions on, /);
  });

  test("says where an iofd is slower, even when other sentences come first", () => {
    expect(shortAnswer("knobs").at(-1)).toMatch(/^An iofd is slower here: /);
  });

  test("of doorbell has its two savings, and a note only in the place that is left", () => {
    const saving = expect.stringMatching(/^With \S+ the vcpu's round trip takes .* less \(−.* %\)\.$/);
    const answer = shortAnswer("doorbell");
    expect(answer.slice(0, 2)).toEqual([saving, saving]);
    expect(answer.length).toBeLessThanOrEqual(3);
  });

  test("is not misled by the words of a setting", () => {
    const result = goldenResult("doorbell");
    const points = result.points.map((point) => ({
      ...point,
      axes: { notify: "paths cross near. The single change" },
    }));
    expect(shortAnswerOf({ ...result, points })[0]).toMatch(/^With paths cross near\. The single change the vcpu's/);
  });
});

describe("the change of each swept line", () => {
  const result = goldenResult("batching");
  const sentence = "Mean response against the baseline: iofd −62.8 % to −0.3 %.";

  test("goes from the lowest x to the highest, in any order of the file", () => {
    const turned = { points: result.points.toReversed(), comparisons: result.comparisons.toReversed() };
    expect(answerOf({ ...result, ...turned })).toContain(sentence);
  });

  test("is of one metric: a saturated end has no mean, and its rtt does not stand in for the response", () => {
    const [first, ...others] = result.comparisons;
    const { response: _, ...metrics } = first!.metrics;
    const saturated = { ...result, comparisons: [{ ...first!, metrics }, ...others] };
    expect(answerOf(saturated)).toContain("Mean response against the baseline: iofd no mean to −0.3 %.");
  });
});

test("the extremes of many comparisons, and of round trips without a baseline, say which figures were fitted", () => {
  const result = goldenResult("doorbell");
  const points = result.points.map((point) => ({ ...point, fitStatus: "fitted" as const }));
  const comparisons = [0, 1, 2].flatMap(() => result.comparisons);
  expect(answerOf({ ...result, points, comparisons })).toMatch(/by −.* % \(\S+, fitted\) to −.* % \(\S+, fitted\)\./);
  expect(answerOf({ ...result, points, comparisons: [] })).toMatch(
    /takes from [\d. ]+\S+ \(\S+, fitted\) to [\d. ]+\S+ \(\S+, fitted\)\./,
  );
});
