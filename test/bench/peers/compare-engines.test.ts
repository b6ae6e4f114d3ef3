import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compareEngines } from "../../../bench/peers/compare-engines.ts";
import type { Engine } from "../../../bench/peers/engine.ts";
import { findPeers } from "../../../bench/peers/find-peers.ts";
import type { Command } from "../../../bench/peers/program.ts";

let folder: string;
let found: Awaited<ReturnType<typeof findPeers>>;
let ran: Awaited<ReturnType<typeof compareEngines>>;
const counts: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "iofd-test-"));
  const { env } = process;
  found = await findPeers({ env, cwd: process.cwd(), folder });
  const progress = { update: (done: number, total: number) => void counts.push(`${done}/${total}`) };
  ran = await compareEngines([...pretenders(), ...found.engines], { rounds: 1, share: 0.002, env }, progress);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pretenders(): Engine[] {
  const styles = { hold: [], mm1: [], "ping-pong": ["events"] } as const;
  const pretender = (name: string, driver: Command): Engine => {
    return { name, version: "1.0", driver, styles, pace: "fast" };
  };
  return [
    pretender("idler", [process.execPath, "-e", "console.log(4000, 0.001, 1)"]),
    pretender("crasher", [process.execPath, "-e", "throw new Error('out of order')"]),
    pretender("babbler", [process.execPath, "-e", "console.log('done')"]),
    pretender("ghost", [join(folder, "ghost")]),
  ];
}

test("each peer that is not installed is named with the reason and the command that installs it", async () => {
  const nowhere = await findPeers({ env: { PATH: folder }, cwd: folder, folder });
  expect(nowhere.engines).toEqual([]);
  expect(nowhere.absent).toEqual([
    "ns-3: program not found: pkg-config; install it with: apt-get install g++ pkg-config libns3-dev",
    "SimGrid: program not found: pkg-config; install it with: apt-get install g++ pkg-config libsimgrid-dev",
    "SimPy: program not found: python3; install it with: apt-get install python3-simpy3",
    `simjs: package not found from ${folder}; install it with: npm install --no-save simjs`,
  ]);
});

test("a package is found in the folders above and in those of NODE_PATH", async () => {
  const home = join(folder, "packages", "simjs");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), JSON.stringify({ version: "9.9", main: "sim.js" }));
  const env = { PATH: folder, NODE_PATH: join(folder, "packages") };
  const { engines } = await findPeers({ env, cwd: folder, folder });
  expect(engines.map(({ name, version }) => `${name} ${version}`)).toEqual(["simjs 9.9"]);
  expect(engines[0]!.driver.at(-1)).toBe(join(home, "sim.js"));
});

test("our engine computes the expected check values, in every style", () => {
  const own = ran.rows.filter((row) => row.engine === "iofd");
  expect(own.map((row) => `${row.workload} ${row.size} ${row.style}`)).toEqual([
    "HOLD 16 events",
    "HOLD 16 processes",
    "HOLD 1000 events",
    "HOLD 1000 processes",
    "HOLD 100000 events",
    "HOLD 100000 processes",
    "M/M/1 at 0.8 0 events",
    "M/M/1 at 0.8 0 processes",
    "M/M/1 at 0.8 0 process per customer",
    "ping-pong 0 events",
    "ping-pong 0 processes",
  ]);
  expect(own.filter((row) => !(row.ratio === 1 && row.rate > 1000 && row.low <= row.high))).toEqual([]);
});

test("progress counts every run", () => {
  expect(counts[0]).toMatch(/^0[/]/);
  expect(counts.at(-1)).toMatch(/^(\d+)[/]\1$/);
});

test("a peer that fails has no row and is named with the reason", () => {
  const names = pretenders().map((engine) => engine.name);
  expect(ran.rows.filter((row) => names.includes(row.engine))).toEqual([]);
  expect(ran.failed).toEqual([
    "idler 1.0 at ping-pong, events: computed 1; expected 2400",
    `crasher 1.0 at ping-pong, events: ${process.execPath} failed: Error: out of order`,
    'babbler 1.0 at ping-pong, events: the driver printed "done\\n" instead of three numbers',
    `ghost 1.0 at ping-pong, events: program not found: ${join(folder, "ghost")}`,
  ]);
});

test.for([
  ["ns-3", 10],
  ["SimGrid", 5],
  ["SimPy", 6],
  ["simjs", 5],
] as const)("%s, if it is installed here, computes the expected check values", ([name, entries], { skip }) => {
  const absent = found.absent.find((reason) => reason.startsWith(name));
  skip(absent !== undefined, absent);
  expect(ran.rows.filter((row) => row.engine.startsWith(name)).length).toBe(entries);
});
