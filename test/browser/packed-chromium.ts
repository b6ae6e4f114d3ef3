import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A Chromium on disk: what to run, the environment it must run in, and how to get rid of it. */
export interface UnpackedChromium {
  readonly executablePath: string;
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/**
 * Unpacks the Chromium of @sparticuz/chromium into a temporary directory of its own, which goes when `remove` is called
 * or this process exits. `process.env` stays as it is. Rejects, and leaves nothing behind, if it cannot be unpacked.
 */
export async function unpackChromium(): Promise<UnpackedChromium> {
  const dir = await mkdtemp(join(tmpdir(), "iofd-chromium-"));
  const removeDir = () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  const remove = () => {
    process.off("exit", removeDir);
    removeDir();
  };
  process.once("exit", removeDir);
  try {
    return { executablePath: await unpackInto(dir), env: await environmentIn(dir), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * The package unpacks into TMPDIR under fixed names, takes any file of such a name for its own, and edits `process.env`
 * when imported. A fresh directory and a process of its own keep all of that away from the tests.
 */
async function unpackInto(dir: string): Promise<string> {
  const script = `import c from "@sparticuz/chromium"; process.stdout.write(await c.executablePath())`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: import.meta.dirname,
    // It unpacks NSS, NSPR and Expat, which bare Debian lacks, only where it believes itself to be in AWS Lambda.
    env: { ...process.env, TMPDIR: dir, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
  });
  return stdout;
}

/** Its libraries, and a fonts.conf for where its fonts are: its own names only fixed folders such as /tmp/fonts. */
async function environmentIn(dir: string): Promise<NodeJS.ProcessEnv> {
  const fonts = join(dir, "fonts");
  const conf = join(dir, "fonts.conf");
  const folders = `<dir>${fonts}</dir><cachedir>${fonts}-cache</cachedir>`;
  await writeFile(conf, `<?xml version="1.0"?><fontconfig>${folders}</fontconfig>\n`);
  const libraries = [join(dir, "al2023", "lib"), process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(":");
  return { ...process.env, FONTCONFIG_FILE: conf, LD_LIBRARY_PATH: libraries };
}
