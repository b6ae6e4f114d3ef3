/** Progress on stderr: a bar with the time left on a terminal, plain lines elsewhere. */

import cliProgress from "cli-progress";
import type { Progress } from "../experiment/run/executor.ts";
import type { Terminal } from "./terminal.ts";

/** Progress that is on the terminal. Call `stop` before printing anything else. */
export interface ShownProgress extends Progress {
  stop(): void;
}

/** Shows how many `unit` of `name` are done. */
export function showProgress(name: string, terminal: Terminal, unit = "points"): ShownProgress {
  return terminal.interactive ? bar(name, unit) : lines(name, unit, terminal);
}

function bar(name: string, unit: string): ShownProgress {
  const format = `${name.padEnd(18)} {bar} {value}/{total} ${unit}, {eta_formatted} left`;
  const shown = new cliProgress.SingleBar(
    { format, stream: process.stderr, hideCursor: true, etaBuffer: 20 },
    cliProgress.Presets.shades_classic,
  );
  let started = false;
  return {
    update(points, total) {
      if (!started) shown.start(total, points);
      started = true;
      shown.update(points);
    },
    stop: () => shown.stop(),
  };
}

/** Prints a line at the start and at every quarter. */
function lines(name: string, unit: string, terminal: Terminal): ShownProgress {
  let quarter = -1;
  return {
    update(points, total) {
      const reached = Math.floor((4 * points) / total);
      if (reached === quarter) return;
      quarter = reached;
      terminal.err(`${name}: ${points}/${total} ${unit}`);
    },
    stop: () => {},
  };
}
