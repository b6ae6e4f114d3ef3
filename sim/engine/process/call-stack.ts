import type { Process } from "./wait.ts";

/** A generator that waits for the end of a part it has called, and its own caller. */
export interface Caller {
  readonly body: Process;
  readonly caller: Caller | undefined;
}

/**
 * Ends a part and all its callers, innermost first. An error that one of them throws is thrown into the next, as under
 * `yield*`; throws it if nobody catches it.
 */
export function endAll(innermost: Process, caller: Caller | undefined): void {
  let failure: { readonly error: unknown } | undefined;
  for (let body = innermost, next = caller; ; body = next.body, next = next.caller) {
    try {
      const { error } = failure ?? {};
      if (failure === undefined) body.return();
      else {
        failure = undefined;
        body.throw(error);
      }
    } catch (error) {
      failure = { error };
    }
    if (next === undefined) break;
  }
  if (failure !== undefined) throw failure.error;
}
