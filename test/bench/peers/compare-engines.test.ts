import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compareEngines } from "../../../bench/peers/compare-engines.ts";
import type { Engine } from "../../../bench/peers/engine.ts";
import { findPeers } from "../../../bench/peers/find.ts";
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

test("where no rival is installed, each is named with the reason and with what would bring it", async () => {
  const nowhere = await findPeers({ env: { PATH: folder }, cwd: folder, folder });
  expect(nowhere.engines).toEqual([]);
  expect(nowhere.absent).toEqual([
    "ns-3: there is no pkg-config here; apt-get install g++ pkg-config libns3-dev",
    "SimGrid: there is no pkg-config here; apt-get install g++ pkg-config libsimgrid-dev",
    "SimPy: there is no python3 here; apt-get install python3-simpy3",
    `simjs: no such package is found from ${folder}; npm install --no-save simjs`,
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

test("our own rows come out as the reference says, in every style", () => {
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

test("progress counts every run up to the last", () => {
  expect(counts[0]).toMatch(/^0[/]/);
  expect(counts.at(-1)).toMatch(/^(\d+)[/]\1$/);
});

test("rivals that do not do the work have no row and are named with what they did instead", () => {
  const names = pretenders().map((engine) => engine.name);
  expect(ran.rows.filter((row) => names.includes(row.engine))).toEqual([]);
  expect(ran.failed).toEqual([
    "idler 1.0 at ping-pong, events: came out with 1, where 2400 is due",
    `crasher 1.0 at ping-pong, events: ${process.execPath} failed: Error: out of order`,
    'babbler 1.0 at ping-pong, events: its driver answered "done\\n", not three numbers',
    `ghost 1.0 at ping-pong, events: there is no ${join(folder, "ghost")} here`,
  ]);
});

test.for([
  ["ns-3", 10],
  ["SimGrid", 5],
  ["SimPy", 6],
  ["simjs", 5],
] as const)("%s, if it is installed here, comes out as the reference says", ([name, entries], { skip }) => {
  const absent = found.absent.find((reason) => reason.startsWith(name));
  skip(absent !== undefined, absent);
  expect(ran.rows.filter((row) => row.engine.startsWith(name)).length).toBe(entries);
});
