import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Result } from "../../bench/experiment/result/result.ts";
import { shippedScenarios } from "../../bench/host/files/locations.ts";
import { readResultFile } from "../../bench/host/files/result-file.ts";

/**
 * Small results that the report tests draw from; they run no simulation. `npx vitest run -u
 * test/bench/experiment/golden-results.test.ts` makes them again. The same test, without `-u`, fails when the code makes
 * another result.
 */
export const goldenScenarios = {
  batching: shipped("batching")
    .replace(/^sensitivity.*$/m, "")
    .replace("requests: 6400", "requests: 640"),
  knobs: shipped("knobs").replace("requests: 1000, replications: 3", "requests: 500, replications: 3"),
  "iofd-loses": shipped("iofd-loses"),
  doorbell: shipped("doorbell-2009"),
  trace: shipped("virtio-blk-trace"),
  "search-v7": searches("v7"),
  "search-upstream": searches("upstream"),
  sleeper: sleeper("iothread, service: 1us"),
  "sleeper-polls": sleeper("iothread, service: 1us, poll: { kind: fixed, max: 200us }"),
  counter: sleeper("counter"),
  "deep-queue": `name: deep-queue
question: Does an iofd lose where its requests queue behind the store?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: closed, think: 0ns, depth: 32 }, work: { submit: 500ns, answer: 500ns }, space: pio }
backend: { kind: iothread, service: 4us }
virtqueue: { suppression: event-idx }
return: { kind: irqfd, delivery: posted }
matrix: { notify: [qemu, iofd] }
baseline: { notify: qemu }
run: { requests: 2000, replications: 2 }
`,
} as const;

export type GoldenName = keyof typeof goldenScenarios;

/** Where the result of a golden scenario lies. */
export function goldenFile(name: GoldenName): string {
  return resolve(import.meta.dirname, `../golden/${name}.result.json`);
}

export function goldenResult(name: GoldenName): Result {
  return readResultFile(goldenFile(name)) as Result;
}

function shipped(name: string): string {
  return readFileSync(join(shippedScenarios, `${name}.yaml`), "utf8");
}

/** Registrations searched by both kernels; `baseline` is one of them. */
function searches(baseline: string): string {
  return `name: search-${baseline}
question: From how many registered regions on is a binary search the faster one?
costs: costs/cascadelake-8269cy.yaml
device-limit: lifted
guest: { workload: { kind: closed }, space: pio }
notify: iofd
backend: { kind: counter }
regions: { choice: last }
matrix: { kernel: [v7, upstream], regions.count: [10, 100, 1000] }
baseline: { kernel: ${baseline} }
run: { requests: 20, replications: 2 }
`;
}

/** Rare doorbells for a backend of this kind. */
function sleeper(backend: string): string {
  return `name: sleeper
question: Does an iofd lose?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: deterministic, rate: 10k/s }, space: pio }
backend: { kind: ${backend} }
matrix: { notify: [qemu, iofd] }
baseline: { notify: qemu }
run: { warmup: 10, requests: 90, replications: 2 }
`;
}
