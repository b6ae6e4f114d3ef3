// Loader hooks from ts-node's public API. Transpile only: types are checked by `npm run check`.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

let loadTypeScript;

// Made here and with `require`: an `import()` inside the hooks' own set-up would go through the hooks being made.
export function initialize() {
  const { create, createEsmHooks } = createRequire(import.meta.url)("ts-node");
  const compilerOptions = { rewriteRelativeImportExtensions: false }; // they are run as written
  const project = fileURLToPath(new URL("../tsconfig.json", import.meta.url)); // else ts-node reads the caller's own
  loadTypeScript = createEsmHooks(create({ project, transpileOnly: true, esm: true, compilerOptions })).load;
}

/** Only our own `.ts` files are ts-node's; its resolver is too old for packages, which stay with Node. */
export async function load(url, context, nextLoad) {
  const ours = url.startsWith("file:") && url.endsWith(".ts") && !url.includes("/node_modules/");
  if (!ours) return nextLoad(url, context);
  try {
    return await loadTypeScript(url, { ...context, format: "module" }, nextLoad);
  } catch (error) {
    throw error instanceof Error ? error : new Error(String(error?.message ?? error)); // TSError has no prototype
  }
}
