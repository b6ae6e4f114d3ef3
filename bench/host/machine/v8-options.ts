/** How much V8 may put into one function. */

import { setFlagsFromString } from "node:v8";

/**
 * By default V8 stops at 920 bytecodes that it inlines into a function, and the machine model is many small ones. Measured
 * with Node 20: with 2000, 3000, 4000 and 6000 a doorbell of `iofd bench model`'s path "counter, v7" took 0.89, 0.78, 0.74
 * and 0.73 of the time; with 4000 the whole scenario write-rate, where machines of many kinds share the code, took 0.9.
 */
export const v8Option = "--max-inlined-bytecode-size-cumulative=4000";

/** For the whole process, its worker threads included; to be called before anything is hot. */
export function raiseInliningLimit(): void {
  setFlagsFromString(v8Option);
}
