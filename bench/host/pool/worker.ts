/** The jobs of a worker thread, by the names that the pool calls them by. */

export { pilot } from "../../experiment/replication/pilot.ts";
export { replicate } from "../../experiment/replication/replication.ts";
export { waitInQueue } from "../../experiment/run/mm1.ts";
