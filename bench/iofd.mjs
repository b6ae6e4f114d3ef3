#!/usr/bin/env node
// The `iofd` command. In a checkout it runs the source, in an installed package what was compiled from it.
import { existsSync } from "node:fs";

const source = new URL("./cli/main.ts", import.meta.url);
const compiled = new URL("../dist/bench/cli/main.js", import.meta.url);
const inCheckout = existsSync(source);
if (inCheckout) await import("./ts.mjs");
const { runProcess } = await import(inCheckout ? source.href : compiled.href);
await runProcess();
