const engine = new URL("../sim/engine/index.ts", import.meta.url).href;

/** What the examples import, as the checkout has it. */
export function resolve(specifier, context, nextResolve) {
  return nextResolve(specifier === "iofd/engine" ? engine : specifier, context);
}
