/** The machine model's speed, beside that of the engine beneath it. */

import { median } from "simple-statistics";
import type { ModelRow } from "../experiment/result/measurement.ts";
import { onOneCpu } from "../host/machine/pin.ts";
import { eventsPerDoorbell } from "./machine-model.ts";
import { type MachinePathName, machinePath, machinePathNames } from "./machine-paths.ts";
import { bouts, duel } from "./paired-timing.ts";
import type { Length } from "./task.ts";

/** HOLD as the model uses the engine: processes, and a hash of the trajectory. */
const hold = { name: "HOLD, processes, fingerprint on", size: 16 } as const;

/** Which paths, and doorbells of one run of a machine. */
const grounds: Record<Length, { paths: readonly MachinePathName[]; doorbells: number }> = {
  short: { paths: ["iothread", "qemu, upstream"], doorbells: 20_000 },
  long: { paths: machinePathNames, doorbells: 100_000 },
};

/** Each path turn by turn with HOLD. `done` is called after each. */
export function machineContest(length: Length, done: (row: ModelRow) => void): Promise<ModelRow[]> {
  return onOneCpu(async () => {
    const rows: ModelRow[] = [];
    for (const path of grounds[length].paths) {
      rows.push(await modelRow(path, length));
      done(rows.at(-1)!);
    }
    return rows;
  });
}

async function modelRow(path: MachinePathName, length: Length): Promise<ModelRow> {
  const { machine, origin } = machinePath(path);
  const { doorbells } = grounds[length];
  const events = eventsPerDoorbell(machine, doorbells);
  const [engine, model] = await duel([hold, { machine, size: doorbells }], bouts[length]);
  const share = median(model.map((time, turn) => (engine[turn]! * events) / time));
  return { path, origin, doorbells, doorbell: median(model), events, hold: median(engine), share };
}
