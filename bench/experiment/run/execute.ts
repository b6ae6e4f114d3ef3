/** The second step of a run: the replications of every point, appended to a log as points finish. */

import type { Executor, Progress } from "./executor.ts";
import { mapInFlight } from "./in-flight.ts";
import { jobsOf, type Plan } from "./plan.ts";
import type { ReplicationLog } from "./replication-log.ts";

/** Runs every replication of the plan. */
export async function execute(
  { points }: Plan,
  { executor, progress, log }: { executor: Executor; progress: Progress; log: ReplicationLog },
): Promise<void> {
  let finished = 0;
  progress.update(0, points.length);
  await mapInFlight(points, executor.workers, async (point, index) => {
    log.append(index, await Promise.all(jobsOf(point).map((job) => executor.replicate(job))));
    progress.update(++finished, points.length);
  });
}
