#!/usr/bin/env node
// The `iofd` command. In a checkout it runs the sources, in an installed package the JavaScript in dist.
import { existsSync } from "node:fs";

const checkout = new URL("./checkout.mjs", import.meta.url);
const folder = existsSync(checkout)
  ? (await import(checkout.href)).compileCheckout()
  : new URL("../dist/", import.meta.url);
const { runProcess } = await import(new URL("bench/cli/main.js", folder).href);
await runProcess();
