import type { Point, Result } from "../../../bench/experiment/result/result.ts";
import { digits } from "../format.ts";
import { type Table, tableOf, textColumn } from "./table.ts";

/** How a result was made, and how to make it again. */
export function provenanceTable(result: Result): Table {
  const doorbells = result.points.reduce((sum, point) => sum + point.doorbells, 0);
  const replications = [...new Set(result.points.map((point) => point.replications))].sort((a, b) => a - b);
  const rows = [
    ["run again with", `iofd run ${result.name}.yaml, or iofd run result.json (it carries its inputs)`],
    ["iofd", result.iofd],
    ["seed", String(result.seed)],
    ["doorbells simulated", digits(doorbells)],
    ["replications", replications.join(" or ")],
    ["engine self-check", selfCheckText(result)],
  ];
  return { head: ["", ""], rows, numeric: [] };
}

function selfCheckText({ selfCheck: { passed, what, simulated, theory } }: Result): string {
  const interval = `95 % interval ${simulated.low.toFixed(3)} to ${simulated.high.toFixed(3)}`;
  const verdict = passed ? "passed" : "FAILED";
  return `${verdict}: ${what}: simulated ${simulated.value.toFixed(3)} (${interval}), theory ${theory.toFixed(3)}`;
}

/** The fingerprint of each point's first replication. */
export function fingerprintTable({ points }: Result): Table {
  const columns = [
    textColumn<Point>("point", ({ id }) => id),
    textColumn<Point>("fingerprint", ({ fingerprint }) => fingerprint),
  ];
  return tableOf(columns, points);
}
