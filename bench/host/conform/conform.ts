import { existsSync } from "node:fs";
import { release } from "node:os";
import Tinypool from "tinypool";
import { javaScriptOf, version } from "../files/locations.ts";
import { Kvm, KvmRefused } from "../kvm/kvm.ts";
import type { Divergence, Tally } from "./oracle.ts";
import type { Batch, BatchResult } from "./worker.ts";

/** What is asked of a run. */
export interface ConformOptions {
  /** Steps at least. */
  readonly ops: number;
  readonly seed: number;
  /** Processes, each with one machine at a time: threads would share the lock of their address space. */
  readonly vms: number;
}

/** What was found. */
export interface Conformance {
  readonly iofd: string;
  /** Of the running kernel, as uname(2) says it. */
  readonly kernel: string;
  /** Loaded modules that carry KVM; what of it is built in does not show here. */
  readonly modules: readonly string[];
  readonly seed: number;
  readonly vms: number;
  readonly ops: number;
  readonly scripts: number;
  readonly seconds: number;
  readonly tally: Tally;
  /** Different ones; the run stops after a few. */
  readonly divergences: readonly Divergence[];
}

const KVM_MODULES = ["kvm", "kvm_intel", "kvm_amd", "kvm_pvm"];
/** Steps of a batch, which one thread does in one go. */
const STEPS_PER_BATCH = 2000;
/** Seeds of a batch: more than its scripts, of which each has one step or more. */
const SEEDS_PER_BATCH = STEPS_PER_BATCH;
/** Divergences after which no new batch is begun. */
const MAX_DIVERGENCES = 5;

/** Why /dev/kvm cannot be used, if so. */
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
 * Compares the running kernel, which must not refuse, with `Vm`. What is compared depends on `seed` and `ops` alone, not
 * on `vms`.
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

/** The results in the order of the batches; some are missing if the run stopped early. */
async function runBatches(options: ConformOptions, progress: (ops: number) => void): Promise<BatchResult[]> {
  const processes = { runtime: "child_process", minThreads: options.vms, maxThreads: options.vms } as const;
  const pool = new Tinypool({
    filename: javaScriptOf("bench/host/conform/worker"),
    ...processes,
    serialization: "advanced",
  });
  const results: BatchResult[] = [];
  const batches = Math.ceil(options.ops / STEPS_PER_BATCH);
  let [begun, done, diverged] = [0, 0, 0];
  const oneAfterTheOther = async (): Promise<void> => {
    while (begun < batches && diverged < MAX_DIVERGENCES) {
      const index = begun++;
      const result: BatchResult = await pool.run(batchOf(index, options), { name: "checkBatch" });
      results[index] = result;
      if (result.divergence !== null) diverged++;
      progress(Math.min(++done * STEPS_PER_BATCH, options.ops));
    }
  };
  try {
    await Promise.all(Array.from({ length: options.vms }, oneAfterTheOther));
    return results.filter((result) => result !== undefined);
  } finally {
    await pool.destroy();
  }
}

/** Batches of different seeds share scripts only if their seeds are less than the number of scripts apart. */
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
