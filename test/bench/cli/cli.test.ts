import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../../bench/cli/main.ts";
import { shippedScenarios } from "../../../bench/host/files/locations.ts";
import { v8Option } from "../../../bench/host/machine/v8-options.ts";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "iofd-test-"));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function iofd(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(argv, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    interactive: false,
    cwd,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

describe("a user's mistake", () => {
  test.each([
    [["frob"], "unknown command 'frob'"],
    [["validat", "x"], "Did you mean validate?"],
    [["run"], "missing required argument 'files'"],
    [["run", "nope.yaml"], "nope.yaml: no such file, and no shipped scenario of that name"],
    [["run", "doorbell-2009", "--workers", "0"], "expected a whole number above 0"],
    [["bench", "all"], "Allowed choices are bus, eventfd, engine"],
    [["validate", "/dev/null"], "/dev/null: is a device or a pipe; put the scenario in a file, and name that"],
    [["report", "nope.json"], "nope.json: there is no such file"],
    [["report", "."], ": is a folder; name a result.json or measurement.json in it"],
    [
      ["report", join(shippedScenarios, "doorbell-2009.yaml")],
      "is a scenario; `iofd run` it, and report the result.json that it writes",
    ],
    [["run", "doorbell-2009", "--out", "/proc/there"], "results can not be written there"],
    [["init", "/proc/there/my.yaml"], "can not be written"],
    [["list", "nope"], "no such file"],
    [["init", "notes.txt"], "notes.txt: a scenario's name ends in .yaml"],
  ] as const)("%j ends with exit code 2, says what is wrong, and shows no stack", async (argv, message) => {
    const { code, err } = await iofd(...argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test("leaves nothing behind", async () => {
    writeFileSync(
      join(cwd, "bad.yaml"),
      "name: bad\nquestion: q\ncosts: nope\nguest: { workload: { kind: closed } }\n",
    );
    const before = readdirSync(cwd);
    expect((await iofd("run", "bad.yaml")).code).toBe(2);
    expect(readdirSync(cwd)).toEqual(before);
  });

  test("two scenarios of one name are refused before either overwrites the other", async () => {
    const { code, err } = await iofd("run", "doorbell-2009", "doorbell-2009");
    expect([code, err]).toEqual([
      2,
      'two scenarios are called "doorbell-2009" and would overwrite each other; rename one',
    ]);
  });

  test("an output folder that can not be one is refused before anything runs", async () => {
    writeFileSync(join(cwd, "file"), "");
    const { code, err } = await iofd("run", "doorbell-2009", "--out", "file");
    expect(code).toBe(2);
    expect(err).toMatch(/^file: results can not be written there/);
  });

  test("a result that was edited into nonsense is refused by the report", async () => {
    writeFileSync(join(cwd, "cut.json"), JSON.stringify({ format: "iofd-result/2", iofd: "0.1.0" }));
    const { code, err } = await iofd("report", "cut.json");
    expect(code).toBe(2);
    expect(err).toMatch(/cut\.json:1:1: missing key "name"; /);
  });

  test("a result of an earlier format runs again from its scenario; where that has old keys, they are named", async () => {
    const text = "name: old\nquestion: Which keys were renamed?\ncosts: costs/haskins-2009.yaml\nkernel: v7\n";
    const regions = (key: string) =>
      `${text}guest: { workload: { kind: closed } }\nregions: { count: 1, ${key}: last }\n`;
    const content = readFileSync(join(shippedScenarios, "costs/haskins-2009.yaml"), "utf8");
    const old = (key: string) => ({
      format: "iofd-result/1",
      scenario: { file: "old.yaml", text: regions(key) },
      files: { "costs/haskins-2009.yaml": { encoding: "utf8", content } },
    });
    writeFileSync(join(cwd, "rung.json"), JSON.stringify(old("rung")));
    writeFileSync(join(cwd, "choice.json"), JSON.stringify(old("choice")));
    expect((await iofd("validate", "choice.json")).out).toBe("choice.json: ok, 1 point");
    const { code, err } = await iofd("run", "rung.json");
    expect(code).toBe(2);
    expect(err).toContain('old.yaml:6:22: "regions.rung" is called "regions.choice" now; rename it');
    expect(err).toContain("rung.json: carries a scenario of an earlier iofd (iofd-result/1); copy the text");
    expect((await iofd("report", "choice.json")).err).toMatch(
      /is a result of an earlier format, iofd-result\/1; run it again/,
    );
  });

  test("in several files at once is told of all of them", async () => {
    writeFileSync(join(cwd, "bad2.yaml"), "name: Bad\n");
    const { err } = await iofd("validate", "bad.yaml", "bad2.yaml");
    expect(err).toContain("bad.yaml:3:8");
    expect(err).toContain("bad2.yaml:1:7");
  });
});

describe("the way of a new scenario", () => {
  test("init, validate, list, run, report, and run again from the result", async () => {
    expect((await iofd("init", "mine.yaml")).code).toBe(0);
    expect((await iofd("init", "mine.yaml")).err).toContain("is already there and was left alone");
    expect((await iofd("init", "Ünï.yaml")).code).toBe(0);
    expect((await iofd("validate", "Ünï.yaml")).code).toBe(0);
    expect((await iofd("validate", "mine.yaml")).out).toBe("mine.yaml: ok, 16 points");
    writeFileSync(join(cwd, "sheet.yaml"), readFileSync(join(shippedScenarios, "costs/haskins-2009.yaml")));
    expect((await iofd("validate", "sheet.yaml")).out).toBe(
      "sheet.yaml: ok, a cost sheet of 1 price and 4 round trips",
    );
    expect((await iofd("run", "write-rat")).err).toContain("did you mean write-rate?");
    expect((await iofd("list", "mine.yaml")).out.split("\n")[0]).toBe("notify=qemu,guest.workload.rate=1k/s");

    const text = readFileSync(join(cwd, "mine.yaml"), "utf8").replace(
      "requests: 20000, replications: 10",
      "requests: 500, replications: 3",
    );
    writeFileSync(join(cwd, "mine.yaml"), text);
    const ran = await iofd("run", "mine.yaml", "--workers", "2");
    expect(ran.code).toBe(0);
    expect(ran.out).toContain("iofd    300k/s");
    const made = join(cwd, "iofd-out/mine");
    expect(readdirSync(made).sort()).toEqual(["measurement.json", "report.html", "result.json"]);

    const report = await iofd(
      "report",
      "iofd-out/mine/result.json",
      "iofd-out/mine/measurement.json",
      "--out",
      "page.html",
    );
    expect(report.code).toBe(0);
    expect(readFileSync(join(cwd, "page.html"), "utf8")).toContain("Measured here");

    const rows = (out: string) => out.split("\n").filter((line) => /^(qemu|iofd) .* µs/.test(line)).length;
    const again = await iofd("run", "iofd-out/mine/result.json", "--out", "again", "--all");
    expect([rows(ran.out), rows(again.out)]).toEqual([4, 16]);
    expect(readFileSync(join(cwd, "again/mine/result.json"), "utf8")).toBe(
      readFileSync(join(made, "result.json"), "utf8"),
    );
  });

  test("list shows what is shipped, schema prints JSON", async () => {
    expect((await iofd("list")).out).toContain("doorbell-2009");
    expect(JSON.parse((await iofd("schema")).out).properties).toHaveProperty("matrix");
    expect(JSON.parse((await iofd("schema", "--costs")).out).properties).toHaveProperty("totals");
  });
});

test("this Node's V8 knows the option that the command gives it", () => {
  const told = (option: string) => spawnSync(process.execPath, [option, "--eval", ""]).status;
  expect([told(v8Option), told("--no-such-option")]).toEqual([0, 9]);
});

test("Ctrl-C leaves nothing that looks whole, and ends with 130", async () => {
  const command = resolve(import.meta.dirname, "../../../bench/iofd.mjs");
  const child = spawn(process.execPath, [command, "run", "write-rate", "--out", "interrupted"], { cwd });
  let told = "";
  child.stderr.on("data", (chunk) => {
    told += chunk;
    if (told.includes("write-rate: 0/56 points")) child.kill("SIGINT");
  });
  const [code] = await once(child, "close");
  expect(code).toBe(130);
  expect(told).toContain("interrupted; nothing unfinished was written");
  expect(readdirSync(join(cwd, "interrupted"))).toEqual([]);
});
