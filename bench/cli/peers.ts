import type { Measurement } from "../experiment/result/measurement.ts";
import { compareEngines } from "../peers/compare-engines.ts";
import { findPeers } from "../peers/find-peers.ts";
import { withScratchFolder } from "../peers/scratch-folder.ts";
import { showProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

const rounds = 5;

/** Times our engine and the other engines that are installed here. */
export async function measurePeers(terminal: Terminal): Promise<Pick<Measurement, "peers" | "absent">> {
  const { env } = process;
  return withScratchFolder(async (folder) => {
    terminal.err("looking for other engines and compiling their drivers");
    const { engines, absent } = await findPeers({ env, cwd: terminal.cwd, folder });
    const progress = showProgress("peers", terminal, "runs");
    const ran = await compareEngines(engines, { rounds, share: 1, env }, progress).finally(() => progress.stop());
    return { peers: { rounds, rows: ran.rows }, absent: [...absent, ...ran.failed] };
  });
}
