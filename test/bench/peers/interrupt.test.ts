import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "iofd-test-"));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test("an interrupted comparison kills its compiler with all children and deletes its folder", async () => {
  const [bin, temporary, beats] = ["bin", "tmp", "beats"].map((name) => join(cwd, name)) as [string, string, string];
  for (const folder of [bin, temporary]) mkdirSync(folder);
  writeFileSync(join(bin, "pkg-config"), "#!/bin/sh\necho 1\n", { mode: 0o755 });
  writeFileSync(join(bin, "g++"), compilerThatLasts(beats), { mode: 0o755 });
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"]}`, TMPDIR: temporary };
  const command = resolve(import.meta.dirname, "../../../bench/iofd.mjs");
  const child = spawn(process.execPath, [command, "bench", "peers"], { cwd, env, stdio: "ignore" });
  onTestFinished(() => void child.kill());
  const ended = once(child, "close");
  while (!existsSync(beats)) await setTimeout(20);
  expect(scratchFolders(temporary).length).toBe(1);
  child.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  const size = statSync(beats).size;
  await setTimeout(1000);
  expect(statSync(beats).size).toBe(size);
  expect(scratchFolders(temporary)).toEqual([]);
});

/** A fake compiler: its child process writes a line ten times a second for a minute. */
function compilerThatLasts(beats: string): string {
  return `#!/bin/sh\nfor i in $(seq 600); do echo $i >> ${beats}; sleep 0.1; done &\nwait\n`;
}

function scratchFolders(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith("iofd-peers-"));
}
