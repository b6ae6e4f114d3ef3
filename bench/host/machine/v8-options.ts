/** The limit on code that V8 inlines into one function. */

import { setFlagsFromString } from "node:v8";

/**
 * V8's default limit is 920 bytecodes, too little for the many small functions of the machine model. Measured with
 * Node 20 on the path "counter, v7" of `iofd bench model`: with limits of 2000, 3000, 4000 and 6000 a doorbell took
 * 0.89, 0.78, 0.74 and 0.73 of the time. With 4000 the whole scenario write-rate, where many kinds of machines share
 * the code, took 0.9.
 */
export const v8Option = "--max-inlined-bytecode-size-cumulative=4000";

/** Sets the option for the whole process, worker threads included. Call it before V8 optimises any code. */
export function raiseInliningLimit(): void {
  setFlagsFromString(v8Option);
}
