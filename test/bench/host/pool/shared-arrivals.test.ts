import { join } from "node:path";
import { expect, test } from "vitest";
import { parseScenario } from "../../../../bench/experiment/load/parse-scenario.ts";
import { diskInputs } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios } from "../../../../bench/host/files/locations.ts";
import { SharedArrivals } from "../../../../bench/host/pool/shared-arrivals.ts";

const text = `name: replay
question: How often is the trace copied?
costs: costs/cascadelake-8269cy.yaml
guest:
  workload: { kind: trace, file: traces/virtio-blk-modern-mmio-noioeventfd.ftrace.txt.gz }
  gpa: 0xfebfb000
  len: 2
matrix: { notify: [qemu, iofd] }
`;

test("all points of a sweep, and all their posted jobs, refer to one list of arrivals", () => {
  const { points } = parseScenario("replay.yaml", text, diskInputs(join(shippedScenarios, "replay.yaml")));
  const arrivals = new SharedArrivals();
  const posted = points.flatMap(({ inputs: { machine } }) => [arrivals.share(machine), arrivals.share(machine)]);
  const lists = posted.map(({ workload }) => (workload.kind === "trace" ? workload.arrivals : null));
  expect(new Set(lists).size).toBe(1);
  const [list] = lists as [Float64Array];
  expect(list.buffer).toBeInstanceOf(SharedArrayBuffer);
  const { workload } = points[0]!.inputs.machine;
  expect(workload.kind === "trace" && [...list]).toEqual(workload.kind === "trace" && workload.arrivals);
});
