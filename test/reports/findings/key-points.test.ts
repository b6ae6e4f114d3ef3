import { describe, expect, test } from "vitest";
import { keyPoints } from "../../../reports/findings/key-points.ts";
import { type GoldenName, goldenResult } from "../golden-results.ts";

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
    const shownChanges = shown.map(({ metrics }) => metrics.rtt!.ratio.value).sort((a, b) => a - b);
    expect(shownChanges).toEqual([changes[0], changes.at(-1)]);
    expect(shown.every(({ baseline }) => ids("knobs").includes(baseline))).toBe(true);
    expect(ids("knobs").length).toBe(4);
  });
});
