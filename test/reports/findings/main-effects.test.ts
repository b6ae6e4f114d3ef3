import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseScenario } from "../../../bench/experiment/load/parse-scenario.ts";
import type { Point } from "../../../bench/experiment/result/result.ts";
import { runScenario } from "../../../bench/experiment/run-scenario.ts";
import { diskInputs } from "../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios, version } from "../../../bench/host/files/locations.ts";
import { Pool } from "../../../bench/host/pool/thread-pool.ts";
import { answerOf } from "../../../reports/findings/answer.ts";
import { mainEffectsAnswer, mainEffectsPoints } from "../../../reports/findings/main-effects.ts";
import { mainEffectsTable } from "../../../reports/findings/tables/main-effects-table.ts";

const pool = new Pool(1);
afterAll(() => pool.close());

test("knobs: an ioeventfd alone makes this device slower; the quickest has one, and lives by its guest's halts being polled", async () => {
  const text = readFileSync(join(shippedScenarios, "knobs.yaml"), "utf8");
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
  const result = await runScenario(parseScenario("test.yaml", text, inputs), inputs, {
    executor: pool,
    version,
    progress: { update: () => {} },
  });
  const rows = new Map(
    mainEffectsTable(result)!.table.rows.map(([path, to, first, best]) => [
      `${path} ${to}`,
      { first: first!, best: best! },
    ]),
  );
  expect(rows.size).toBe(10);
  expect(rows.get("notify qemu")!.first).toBe("as it is");
  expect(rows.get("notify iofd")!.first).toMatch(/^\+/); // its consumer sleeps
  expect(rows.get("notify iofd")!.best).toBe("as it is");
  expect(rows.get("backend.poll.kind adaptive")!.first).toBe("0.0 %"); // nothing polls where the vcpu does the work
  expect(rows.get("return.halt-poll 0us")!.best).toMatch(/^\+/);
  const taken = ({ metrics }: Point) => metrics.lag!.mean.value + metrics.completion!.mean.value;
  const quickest = result.points.reduce((a, b) => (taken(b) < taken(a) ? b : a));
  expect(quickest.axes).toMatchObject({ notify: "iofd", "backend.kind": "vhost", "backend.poll.kind": "adaptive" });
  expect(answerOf(result)).toMatch(
    /Of 32 settings, iofd-vhost-adaptive-200us-\S+ \(5\.\d+ µs\) completes a request soonest after its due time/,
  );
  expect(answerOf(result)).toMatch(
    /The fastest settings depend most on return\.halt-poll: 0us would cost \+\d+\.\d %\./,
  );
  expect(mainEffectsPoints(result)).toHaveLength(12); // two starts, and five turns from each
  expect(answerOf(result)).toMatch(
    /The best single change to the first settings is return\.halt-poll: 200us \(−\d+\.\d %\)\./,
  );
  expect(answerOf(result)).toMatch(/Its guest, free while it waits, halts 1\.\d+ times a request instead of 0\.\d+/);
});

test("where few settings are swept, or nobody waits for answers, there is no table of knobs", () => {
  const golden = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../golden/small.result.json"), "utf8"));
  expect(mainEffectsTable(golden)).toBeNull();
  expect(mainEffectsAnswer(golden)).toBe("");
});
