/** What a worker thread does. */

export { replicate } from "../../experiment/replication/replication.ts";
export { waitInQueue } from "../../experiment/run/mm1.ts";
