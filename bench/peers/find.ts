/** Which rivals are there: looked for when asked, never a dependency. */

import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { peerDriver } from "../host/files/locations.ts";
import { type Engine, nodeCommand } from "./engine.ts";
import { runProgram } from "./program.ts";

/** Where to look. */
export interface SearchPaths {
  readonly env: NodeJS.ProcessEnv;
  /** Where packages of npm are looked for. */
  readonly cwd: string;
  /** For compiled drivers. */
  readonly folder: string;
}

interface PeerFinder {
  readonly name: string;
  readonly install: string;
  /** Throws if it can not be had. */
  find(where: SearchPaths): Promise<Engine[]>;
}

const finders: readonly PeerFinder[] = [
  { name: "ns-3", install: "apt-get install g++ pkg-config libns3-dev", find: findNs3 },
  { name: "SimGrid", install: "apt-get install g++ pkg-config libsimgrid-dev", find: findSimGrid },
  { name: "SimPy", install: "apt-get install python3-simpy3", find: findSimPy },
  { name: "simjs", install: "npm install --no-save simjs", find: findSimjs },
];

/** The rivals that are here, and for each other one why not and what would bring it. */
export async function findPeers(where: SearchPaths): Promise<{ engines: Engine[]; absent: string[] }> {
  const [engines, absent]: [Engine[], string[]] = [[], []];
  for (const { name, install, find } of finders) {
    try {
      engines.push(...(await find(where)));
    } catch (error) {
      absent.push(`${name}: ${(error as Error).message}; ${install}`);
    }
  }
  return { engines, absent };
}

/** With the event set that it has by default, and with its quickest. */
async function findNs3(where: SearchPaths): Promise<Engine[]> {
  const { program, version } = await compileDriver("on-ns3", "ns3-core", where);
  const styles = { hold: ["events"], mm1: ["events"], "ping-pong": ["events"] } as const;
  const withScheduler = (scheduler: string, remark = ""): Engine => ({
    name: `ns-3 with ${scheduler}${remark}`,
    version,
    driver: [program, `ns3::${scheduler}`],
    styles,
    pace: "fast",
  });
  return [withScheduler("MapScheduler", " (its default)"), withScheduler("PriorityQueueScheduler")];
}

async function findSimGrid(where: SearchPaths): Promise<Engine[]> {
  const { program, version } = await compileDriver("on-simgrid", "simgrid", where);
  const styles = { hold: ["processes"], mm1: ["processes"], "ping-pong": ["processes"] } as const;
  return [{ name: "SimGrid", version, driver: [program], styles, pace: "slow" }];
}

async function compileDriver(name: string, library: string, { env, folder }: SearchPaths) {
  const options = { env, limit: 300 };
  const version = await runProgram(["pkg-config", "--modversion", library], options);
  // Not all flags: those of ns-3 name static libraries and headers that it does not need.
  const flags = await runProgram(["pkg-config", "--cflags-only-I", "--libs-only-L", "--libs-only-l", library], options);
  const program = join(folder, name);
  const source = peerDriver(`${name}.cc`);
  await runProgram(["g++", "-std=c++17", "-O2", "-o", program, source, ...flags.trim().split(/\s+/)], options);
  return { program, version: version.trim() };
}

/** Of the first Python on the path that has it: not every one sees the packages of the system. */
async function findSimPy({ env }: SearchPaths): Promise<Engine[]> {
  const script = peerDriver("on-simpy.py");
  const pythons = (env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "python3"));
  let last = new Error("there is no python3 here");
  for (const python of pythons.filter(existsSync)) {
    try {
      const version = await runProgram([python, script, "version"], { env, limit: 60 });
      const mm1 = ["processes", "process per customer"] as const;
      const styles = { hold: ["processes"], mm1, "ping-pong": ["processes"] } as const;
      return [{ name: "SimPy", version: version.trim(), driver: [python, script], styles, pace: "slow" }];
    } catch (error) {
      last = error as Error;
    }
  }
  throw last;
}

async function findSimjs({ env, cwd }: SearchPaths): Promise<Engine[]> {
  const folders = packageFolders(cwd, env).map((folder) => join(folder, "simjs"));
  const home = folders.find((folder) => existsSync(join(folder, "package.json")));
  if (home === undefined) throw new Error(`no such package is found from ${cwd}`);
  const { version, main } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const styles = { hold: ["events"], mm1: ["events"], "ping-pong": ["events"] } as const;
  return [{ name: "simjs", version, driver: nodeCommand("on-simjs", join(home, main)), styles, pace: "fast" }];
}

/** Where Node looks for packages. */
function packageFolders(cwd: string, env: NodeJS.ProcessEnv): string[] {
  const named = (env["NODE_PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const above = dirname(cwd) === cwd ? [] : packageFolders(dirname(cwd), {});
  return [join(cwd, "node_modules"), ...above, ...named];
}
