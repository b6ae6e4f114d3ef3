import { type Browser, chromium } from "playwright-core";
import { unpackChromium } from "./packed-chromium.ts";

/** A running browser. `close()` ends it and removes what was unpacked for it. */
export interface OpenBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/** No browser runs on this machine; `unavailable` says which one was tried and what it answered. */
export interface NoBrowser {
  readonly unavailable: string;
}

/**
 * Starts a headless Chromium: the one at `$CHROMIUM` if that is set (with the machine's fonts), else the one inside
 * @sparticuz/chromium (x86-64 Linux, no network, about 2 s and 200 MB of temporary files, Open Sans as its only font).
 * Never rejects for want of a browser, but warns, since a skipped test's note shows only in the verbose reporter:
 * `if ("unavailable" in opened) return skip(opened.unavailable)`.
 */
export async function openBrowser(): Promise<OpenBrowser | NoBrowser> {
  const chosen = process.env["CHROMIUM"];
  try {
    return chosen ? await openInstalled(chosen) : await openPacked();
  } catch (error) {
    const unavailable = `${chosen ? `CHROMIUM=${chosen}` : "@sparticuz/chromium"} does not run: ${reason(error)}`;
    console.warn(unavailable);
    return { unavailable };
  }
}

async function openInstalled(executablePath: string): Promise<OpenBrowser> {
  const browser = await launch(executablePath, process.env);
  return { browser, close: () => browser.close() };
}

async function openPacked(): Promise<OpenBrowser> {
  const { executablePath, env, remove } = await unpackChromium();
  try {
    const browser = await launch(executablePath, env);
    return { browser, close: () => browser.close().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

function launch(executablePath: string, env: NodeJS.ProcessEnv): Promise<Browser> {
  // No sandbox, since root (as in most containers) cannot have one. No hinting, which rounds the widths of text.
  return chromium.launch({ executablePath, env, chromiumSandbox: false, args: ["--font-render-hinting=none"] });
}

/** The first line of the error, and of what the browser wrote (a missing library, say): the rest is its command line. */
function reason(error: unknown): string {
  const message = String(error);
  const written = message.match(/\[err\] (.*)/)?.[1];
  return [message.split("\n", 1)[0], written].filter(Boolean).join(" ");
}
