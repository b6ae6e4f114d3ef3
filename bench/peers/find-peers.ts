/** Looks for peer engines on this machine. None of them is a dependency of the package. */

import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { peerDriver } from "../host/files/locations.ts";
import { type Engine, nodeCommand } from "./engine.ts";
import { runProgram } from "./program.ts";

export interface SearchPaths {
  /** Its PATH is searched for programs, its NODE_PATH for npm packages. */
  readonly env: NodeJS.ProcessEnv;
  /** Where the search for npm packages starts. */
  readonly cwd: string;
  /** Where compiled drivers go. */
  readonly folder: string;
}

interface PeerFinder {
  readonly name: string;
  readonly install: string;
  /** Throws, with the reason, if the engine is not usable. */
  find(where: SearchPaths): Promise<Engine[]>;
}

const finders: readonly PeerFinder[] = [
  { name: "ns-3", install: "apt-get install g++ pkg-config libns3-dev", find: findNs3 },
  { name: "SimGrid", install: "apt-get install g++ pkg-config libsimgrid-dev", find: findSimGrid },
  { name: "SimPy", install: "apt-get install python3-simpy3", find: findSimPy },
  { name: "simjs", install: "npm install --no-save simjs", find: findSimjs },
];

/** Returns the engines on this machine and, for each other one, the reason and the command that installs it. */
export async function findPeers(where: SearchPaths): Promise<{ engines: Engine[]; absent: string[] }> {
  const [engines, absent]: [Engine[], string[]] = [[], []];
  for (const { name, install, find } of finders) {
    try {
      engines.push(...(await find(where)));
    } catch (error) {
      absent.push(`${name}: ${(error as Error).message}; install it with: ${install}`);
    }
  }
  return { engines, absent };
}

/** Two engines: ns-3 with its default event set, and with its fastest. */
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
  const options = { env, timeLimit: 300 };
  const version = await runProgram(["pkg-config", "--modversion", library], options);
  // Only these flags: ns-3's full list names static libraries and headers that the driver does not need.
  const flags = await runProgram(["pkg-config", "--cflags-only-I", "--libs-only-L", "--libs-only-l", library], options);
  const program = join(folder, name);
  const source = peerDriver(`${name}.cc`);
  await runProgram(["g++", "-std=c++17", "-O2", "-o", program, source, ...flags.trim().split(/\s+/)], options);
  return { program, version: version.trim() };
}

/** Takes the first python3 on the PATH that can import simpy: not every one sees the packages of the system. */
async function findSimPy({ env }: SearchPaths): Promise<Engine[]> {
  const script = peerDriver("on-simpy.py");
  const pythons = (env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "python3"));
  let last = new Error("program not found: python3");
  for (const python of pythons.filter(existsSync)) {
    try {
      const version = await runProgram([python, script, "version"], { env, timeLimit: 60 });
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
  if (home === undefined) throw new Error(`package not found from ${cwd}`);
  const { version, main } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const styles = { hold: ["events"], mm1: ["events"], "ping-pong": ["events"] } as const;
  return [{ name: "simjs", version, driver: nodeCommand("on-simjs", join(home, main)), styles, pace: "fast" }];
}

/** The folders that Node searches for packages, in order. */
function packageFolders(cwd: string, env: NodeJS.ProcessEnv): string[] {
  const named = (env["NODE_PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const above = dirname(cwd) === cwd ? [] : packageFolders(dirname(cwd), {});
  return [join(cwd, "node_modules"), ...above, ...named];
}
