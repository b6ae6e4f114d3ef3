import { existsSync } from "node:fs";
import { release } from "node:os";
import Tinypool from "tinypool";
import { javaScriptOf, version } from "../files/locations.ts";
import { Kvm, KvmRefused } from "../kvm/kvm.ts";
import type { Divergence, Tally } from "./oracle.ts";
import type { Batch, BatchResult } from "./worker.ts";

export interface ConformOptions {
  /** Least number of steps. */
  readonly ops: number;
  readonly seed: number;
  /** Worker processes, each with one VM at a time. Threads would contend for the lock of their common address space. */
  readonly vms: number;
}

/** The findings of a run. */
export interface Conformance {
  readonly iofd: string;
  /** Release of the running kernel, from uname(2). */
  readonly kernel: string;
  /** Loaded modules of KVM. Built-in parts of KVM are not in the list. */
  readonly modules: readonly string[];
  readonly seed: number;
  readonly vms: number;
  readonly ops: number;
  readonly scripts: number;
  readonly seconds: number;
  readonly tally: Tally;
  /** At most one a batch. The run stops after a few. */
  readonly divergences: readonly Divergence[];
}

const KVM_MODULES = ["kvm", "kvm_intel", "kvm_amd", "kvm_pvm"];
/** A batch is one job of a worker process. */
const STEPS_PER_BATCH = 2000;
/** A script has one step or more, so a batch never uses more seeds than it has steps. */
const SEEDS_PER_BATCH = STEPS_PER_BATCH;
/** After so many divergences no new batch starts. */
const MAX_DIVERGENCES = 5;

/** The reason why /dev/kvm is not usable, or null. */
export function whyKvmIsUnavailable(): string | null {
  try {
    new Kvm().close();
    return null;
  } catch (error) {
    if (error instanceof KvmRefused) return error.message;
    throw error;
  }
}

/**
 * Compares the running kernel with `Vm`. The scripts depend on `seed` and `ops` only, not on `vms`. Throws if
 * /dev/kvm is not usable.
 */
export async function conform(options: ConformOptions, progress: (ops: number) => void): Promise<Conformance> {
  const started = performance.now();
  const results = await runBatches(options, progress);
  const sum = (of: (result: BatchResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  return {
    iofd: version,
    kernel: release(),
    modules: KVM_MODULES.filter((name) => existsSync(`/sys/module/${name}`)),
    seed: options.seed,
    vms: options.vms,
    ops: sum((result) => result.steps),
    scripts: sum((result) => result.scripts),
    seconds: (performance.now() - started) / 1000,
    tally: mergeTallies(results.map((result) => result.tally)),
    divergences: results.flatMap((result) => result.divergence ?? []),
  };
}

/** Returns the results in the order of the batches. Some are missing if the run stopped early. */
async function runBatches(options: ConformOptions, progress: (ops: number) => void): Promise<BatchResult[]> {
  const processes = { runtime: "child_process", minThreads: options.vms, maxThreads: options.vms } as const;
  const pool = new Tinypool({
    filename: javaScriptOf("bench/host/conform/worker"),
    ...processes,
    serialization: "advanced",
  });
  const results: BatchResult[] = [];
  const batches = Math.ceil(options.ops / STEPS_PER_BATCH);
  let [started, done, diverged] = [0, 0, 0];
  const runNextBatches = async (): Promise<void> => {
    while (started < batches && diverged < MAX_DIVERGENCES) {
      const index = started++;
      const result: BatchResult = await pool.run(batchOf(index, options), { name: "checkBatch" });
      results[index] = result;
      if (result.divergence !== null) diverged++;
      progress(Math.min(++done * STEPS_PER_BATCH, options.ops));
    }
  };
  try {
    await Promise.all(Array.from({ length: options.vms }, runNextBatches));
    return results.filter((result) => result !== undefined);
  } finally {
    await pool.destroy();
  }
}

/** Spreads the user's seeds by a multiplicative hash, so that runs of different seeds seldom share scripts. */
function batchOf(index: number, { ops, seed }: ConformOptions): Batch {
  const firstSeed = (Math.imul(seed, 0x9e3779b1) + index * SEEDS_PER_BATCH) | 0;
  return { firstSeed, steps: Math.min(STEPS_PER_BATCH, ops - index * STEPS_PER_BATCH) };
}

function mergeTallies(tallies: readonly Tally[]): Tally {
  const merged: Record<string, Record<string, number>> = {};
  for (const tally of tallies) {
    for (const [label, answers] of Object.entries(tally)) {
      const into = merged[label] ?? {};
      merged[label] = into;
      for (const [answer, times] of Object.entries(answers)) into[answer] = (into[answer] ?? 0) + times;
    }
  }
  return merged;
}
