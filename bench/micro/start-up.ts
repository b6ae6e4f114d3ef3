/** CPU time of whole `iofd` commands, compared with an empty Node process. */

import { median } from "simple-statistics";
import type { StartUp } from "../experiment/result/measurement.ts";
import { command } from "../host/files/locations.ts";
import { cpuSeconds } from "./fresh-process.ts";
import type { Length } from "./task.ts";

const commands = ["--help", "validate doorbell-2009"];

/** Times an empty process and each command, in turn. The values are medians over the rounds. */
export function startUp(length: Length): StartUp {
  const rounds = Array.from({ length: length === "short" ? 3 : 15 }, () => ({
    node: cpuSeconds(""),
    iofd: commands.map((line) => cpuSeconds(`import(${JSON.stringify(command)});`, ["iofd", ...line.split(" ")])),
  }));
  return {
    node: median(rounds.map(({ node }) => node)),
    commands: commands.map((line, i) => ({
      command: `iofd ${line}`,
      cpu: median(rounds.map(({ iofd }) => iofd[i]!)),
      ratio: median(rounds.map(({ iofd, node }) => iofd[i]! / node)),
    })),
  };
}
