import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readResultFile } from "../../../../bench/host/files/result-file.ts";
import { measure } from "../../../../bench/host/machine/measurement.ts";

const golden = readFileSync(resolve(import.meta.dirname, "../../../golden/small.result.json"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "iofd-result-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string) {
  const path = join(folder, "r.json");
  writeFileSync(path, text);
  return readResultFile(path);
}

/** The message for a file, without its folder. */
function refusalOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    return (error as Error).message.replace(`${folder}/`, "");
  }
  return "accepted";
}

const edited = (from: string | RegExp, to: string) => {
  const text = golden.replace(from, to);
  expect(text).not.toBe(golden);
  return text;
};

test("a result and a measurement come back as they were written", () => {
  expect(read(golden)).toEqual(JSON.parse(golden));
  const measured = measure({ workers: 1, runs: [{ name: "a", seconds: 1, events: 2 }] });
  expect(read(JSON.stringify(measured))).toEqual(measured);
});

test.each([
  [
    "text for a number",
    /"seed": 1,/,
    '"seed": "1",',
    /^r\.json:\d+:\d+: seed: expected number; .*Run its scenario again$/,
  ],
  ["a missing key", / "seed": 1,\n/, "", /^r\.json:1:1: missing key "seed"; /],
  [
    "an unknown key",
    '"seed": 1,',
    '"sed": 2, "seed": 1,',
    /^r\.json:\d+:\d+: unknown key "sed"; did you mean "seed"\?; /,
  ],
  ["an infinite number", /"seed": 1,/, '"seed": 1e999,', /: seed: /],
  ["null for a number", /"requests": \d+,/, '"requests": null,', /: points\.0\.requests: expected number; /],
  ["an unknown word", '"timeUnit": "ns"', '"timeUnit": "s"', /: costs\.0\.timeUnit: .*"ns"\|"cycles"/],
  ["no points", /"points": \[\n {2}\{[\s\S]*?\n \],/, '"points": [],', /: points: a result has at least one point; /],
  [
    "a comparison with a point that is not there",
    '"baseline": "notify=qemu,guest.workload.rate=20k/s"',
    '"baseline": "gone"',
    /: comparisons\.0\.baseline: no point has the id "gone"; /,
  ],
])("%s is refused with its path", (_, from, to, message) => {
  expect(refusalOf(edited(from, to))).toMatch(message);
});

test("a file that was cut short is refused where it ends", () => {
  expect(refusalOf(golden.slice(0, golden.indexOf('"seed"')))).toMatch(
    /^r\.json:\d+:\d+: is not JSON, or was cut short: .*; run its scenario again$/,
  );
});

test.each([
  ["{}", "is neither a result nor a measurement of this iofd: it names no format"],
  ["null", "is neither a result nor a measurement of this iofd: it names no format"],
  [
    '{ "format": "iofd-result/9" }',
    'is neither a result nor a measurement of this iofd: its format is "iofd-result/9"',
  ],
])("%s is refused by its format", (text, message) => {
  expect(refusalOf(text)).toBe(`r.json: ${message}`);
});

test("a large file is refused with the path alone: positions would take many seconds", () => {
  const padded = edited(/"question": ".*"/, `"question": ${JSON.stringify("x".repeat(1_000_000))}`);
  expect(refusalOf(padded.replace('"seed": 1,', '"seed": "1",'))).toMatch(/^r\.json: seed: expected number; /);
});
