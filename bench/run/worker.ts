/** What a worker thread does. */

export { waitInQueue } from "./mm1.ts";
export { replicate } from "./sample.ts";
