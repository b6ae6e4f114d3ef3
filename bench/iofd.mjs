#!/usr/bin/env node
// The `iofd` command. In a checkout it runs the source, in an installed package what was compiled from it.
import { existsSync } from "node:fs";

const source = new URL("./cli/main.ts", import.meta.url);
if (existsSync(source)) {
  await import("./ts.mjs");
  await import(source.href);
} else {
  await import("../dist/bench/cli/main.js");
}
