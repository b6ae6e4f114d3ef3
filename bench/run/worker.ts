/** What a worker thread does. */

export { replicate } from "./sample.ts";
export { waitInQueue } from "./self-check.ts";
