// Runs an example in a checkout: `node --import ./examples/checkout.mjs examples/engine/01-hold.ts`.
// There, `iofd/engine` is the source; in a project that has installed iofd it is what was compiled from it.
import "../bench/ts.mjs";
import { register } from "node:module";

register("./checkout-hooks.mjs", import.meta.url);
