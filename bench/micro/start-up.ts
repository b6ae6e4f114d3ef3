/** What the `iofd` command takes until it has answered, beside a Node process that does nothing. */

import { median } from "simple-statistics";
import type { StartUp } from "../experiment/result/measurement.ts";
import { command } from "../host/files/locations.ts";
import { cpuOf } from "./fresh-process.ts";
import type { Length } from "./task.ts";

const commands = ["--help", "validate doorbell-2009"];

/** Times the commands and a bare process in turn. */
export function startUp(length: Length): StartUp {
  const turns = Array.from({ length: length === "short" ? 3 : 15 }, () => ({
    node: cpuOf(""),
    iofd: commands.map((line) => cpuOf(`import(${JSON.stringify(command)});`, ["iofd", ...line.split(" ")])),
  }));
  return {
    node: median(turns.map(({ node }) => node)),
    commands: commands.map((line, i) => ({
      command: `iofd ${line}`,
      cpu: median(turns.map(({ iofd }) => iofd[i]!)),
      ratio: median(turns.map(({ iofd, node }) => iofd[i]! / node)),
    })),
  };
}
