// Lets Node run this checkout's TypeScript: `node --import ./bench/ts.mjs FILE.ts`.
// Node >= 22.18 strips types itself; an older one gets loader hooks made from ts-node.
import { register } from "node:module";

if (!process.features.typescript) register("./ts-hooks.mjs", import.meta.url);
process.setSourceMapsEnabled(true);
