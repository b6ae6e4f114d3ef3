import { fileURLToPath } from "node:url";
import { javaScriptOf, version } from "../host/files/locations.ts";
import type { Command } from "./program.ts";
import type { Pace, Style, WorkloadName } from "./workload.ts";

/** An engine on this machine: ours or a peer. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  /** Starts its driver. The arguments WORKLOAD STYLE SIZE OPERATIONS WARMUP follow. */
  readonly driver: Command;
  readonly styles: { readonly [workload in WorkloadName]: readonly Style[] };
  readonly pace: Pace;
}

/** The engine of this package. */
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

/** The command of a driver on this Node. In a process of its own, no earlier code shapes what V8 compiles for it. */
export function nodeCommand(name: string, ...args: readonly string[]): Command {
  return [process.execPath, fileURLToPath(javaScriptOf(`bench/peers/drivers/${name}`)), ...args];
}
