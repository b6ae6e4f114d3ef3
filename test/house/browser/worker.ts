/** A Web Worker that runs jobs. */

import { pilot } from "../../../bench/experiment/replication/pilot.ts";
import { replicate } from "../../../bench/experiment/replication/replication.ts";
import { waitInQueue } from "../../../bench/experiment/run/mm1.ts";

const jobs = { pilot, replicate, queue: waitInQueue };

interface Ask {
  readonly id: number;
  readonly kind: keyof typeof jobs;
  readonly job: unknown;
}

declare function addEventListener(type: "message", listener: (event: { data: Ask }) => void): void;
declare function postMessage(message: unknown): void;

addEventListener("message", ({ data: { id, kind, job } }) => postMessage({ id, answer: jobs[kind](job as never) }));
