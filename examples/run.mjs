// Runs an example in a checkout: `node examples/run.mjs examples/engine/01-hold.ts`.
// There, `iofd/engine` is the checkout's; in a project that has installed iofd it is the installed package.
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { compileCheckout } from "../bench/checkout.mjs";

const example = relative(fileURLToPath(new URL("..", import.meta.url)), process.argv[2]);
await import(new URL(example.replace(/\.ts$/, ".js"), compileCheckout()).href);
