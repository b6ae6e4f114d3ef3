/** A Web Worker that runs jobs. */

import { type Job, replicate } from "../../../bench/experiment/replication/replication.ts";
import { type QueueJob, waitInQueue } from "../../../bench/experiment/run/mm1.ts";

type Ask = { readonly id: number } & (
  | { readonly kind: "replicate"; readonly job: Job }
  | { readonly kind: "queue"; readonly job: QueueJob }
);

declare function addEventListener(type: "message", listener: (event: { data: Ask }) => void): void;
declare function postMessage(message: unknown): void;

addEventListener("message", ({ data }) =>
  postMessage({ id: data.id, answer: data.kind === "replicate" ? replicate(data.job) : waitInQueue(data.job) }),
);
