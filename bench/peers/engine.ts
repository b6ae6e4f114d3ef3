import { fileURLToPath } from "node:url";
import { version, workerModule } from "../host/files/locations.ts";
import type { Command } from "./program.ts";
import type { Pace, Style, WorkloadName } from "./workload.ts";

/** An engine that can be timed here: ours, or a rival that was found. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  /** Starts its driver, which is told WORKLOAD STYLE SIZE OPERATIONS WARMUP. */
  readonly driver: Command;
  readonly styles: { readonly [workload in WorkloadName]: readonly Style[] };
  readonly pace: Pace;
}

/** What the user of the package has. */
export const ownEngine: Engine = {
  name: "iofd",
  version,
  driver: nodeCommand("on-iofd"),
  styles: {
    hold: ["events", "processes"],
    mm1: ["events", "processes", "process per customer"],
    "ping-pong": ["events", "processes"],
  },
  pace: "fast",
};

/** A driver that this Node runs, in a process of its own: nothing that ran before has shaped what its compiler makes. */
export function nodeCommand(name: string, ...args: readonly string[]): Command {
  const { filename, execArgv } = workerModule(`peers/drivers/${name}`);
  return [process.execPath, ...execArgv, fileURLToPath(filename), ...args];
}
