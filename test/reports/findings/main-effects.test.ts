import { expect, test } from "vitest";
import type { Point } from "../../../bench/experiment/result/result.ts";
import { answerOf } from "../../../reports/findings/answer.ts";
import { mainEffectsAnswer, mainEffectsPoints } from "../../../reports/findings/main-effects.ts";
import { mainEffectsTable } from "../../../reports/findings/tables/main-effects-table.ts";
import { goldenResult } from "../golden-results.ts";

const knobs = goldenResult("knobs");

test("each setting has a row a value: the change from the first settings and from the fastest", () => {
  const { rows } = mainEffectsTable(knobs)!.table;
  const effects = new Map(rows.map(([path, to, first, best]) => [`${path} ${to}`, { first, best }]));
  expect(effects.size).toBe(10);
  expect(effects.get("notify qemu")!.first).toBe("as it is");
  expect(effects.get("notify iofd")!.first).toMatch(/^\+/); // its consumer sleeps
  expect(effects.get("notify iofd")!.best).toBe("as it is");
  expect(effects.get("backend.poll.kind adaptive")!.first).toBe("0.0 %"); // the vcpu does the work, nothing polls
  expect(effects.get("return.halt-poll 0us")!.best).toMatch(/^\+/);
  expect(mainEffectsPoints(knobs)).toHaveLength(12); // two starts, and five changes from each
});

test("the answer names the fastest settings, the best single change and the setting that is needed most", () => {
  const timeOf = ({ metrics }: Point) => metrics.issueDelay!.mean.value + metrics.completion!.mean.value;
  const fastest = knobs.points.reduce((a, b) => (timeOf(b) < timeOf(a) ? b : a));
  expect(fastest.axes).toMatchObject({ notify: "iofd", "backend.kind": "vhost", "backend.poll.kind": "adaptive" });
  const answer = answerOf(knobs);
  expect(answer).toMatch(
    /Of 32 settings, iofd-vhost-adaptive-200us-\S+ \(5\.\d+ µs\) completes a request soonest after its due time/,
  );
  expect(answer).toMatch(/The best single change to the first settings is return\.halt-poll: 200us \(−\d+\.\d %\)\./);
  expect(answer).toMatch(/The fastest settings depend most on return\.halt-poll: 0us would cost \+\d+\.\d %\./);
  expect(answer).toMatch(/The guest is free while it waits: it halts 1\.\d+ times a request instead of 0\.\d+/);
});

test("few swept settings, or requests that nobody waits for, have no main effects", () => {
  expect(mainEffectsTable(goldenResult("iofd-loses"))).toBeNull();
  expect(mainEffectsAnswer(goldenResult("iofd-loses"))).toEqual([]);
});
