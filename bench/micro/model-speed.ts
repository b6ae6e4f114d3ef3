/** The speed of the machine model, compared with the bare engine. */

import { median } from "simple-statistics";
import type { ModelRow } from "../experiment/result/measurement.ts";
import { onOneCpu } from "../host/machine/pin.ts";
import { eventsPerDoorbell } from "./machine-model.ts";
import { type MachinePathName, machinePath, machinePathNames } from "./machine-paths.ts";
import { timePair, timingPlans } from "./paired-timing.ts";
import type { Length } from "./task.ts";

/** The model uses the engine in the same way: processes, with the fingerprint on. */
const hold = { name: "HOLD, processes, fingerprint on", size: 16 } as const;

/** The paths, and the doorbells of one run of a machine. */
const cases: Record<Length, { paths: readonly MachinePathName[]; doorbells: number }> = {
  short: { paths: ["iothread", "qemu, upstream"], doorbells: 20_000 },
  long: { paths: machinePathNames, doorbells: 100_000 },
};

/** Times each path against HOLD. Calls `done` after each row. */
export function compareModelWithEngine(length: Length, done: (row: ModelRow) => void): Promise<ModelRow[]> {
  return onOneCpu(async () => {
    const rows: ModelRow[] = [];
    for (const path of cases[length].paths) {
      rows.push(await timePath(path, length));
      done(rows.at(-1)!);
    }
    return rows;
  });
}

async function timePath(path: MachinePathName, length: Length): Promise<ModelRow> {
  const { machine, origin } = machinePath(path);
  const { doorbells } = cases[length];
  const events = eventsPerDoorbell(machine, doorbells);
  const [engine, model] = await timePair([hold, { machine, size: doorbells }], timingPlans[length]);
  const share = median(model.map((time, round) => (engine[round]! * events) / time));
  return { path, origin, doorbells, doorbell: median(model), events, hold: median(engine), share };
}
