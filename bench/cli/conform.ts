import { resolve } from "node:path";
import { NegativeAnswer, refuse } from "../experiment/input/fault.ts";
import { type Conformance, conform as compare, whyKvmIsUnavailable } from "../host/conform/conform.ts";
import { printDivergence } from "../host/conform/print.ts";
import { writeWhole } from "../host/files/write-file.ts";
import { showProgress } from "./progress.ts";
import { printTable } from "./tables/table.ts";
import type { Terminal } from "./terminal.ts";

/** Operations, seed, virtual machines at a time, and the file for the findings. */
export interface ConformOptions {
  readonly ops: number;
  readonly seed: number;
  readonly vms: number;
  readonly out?: string;
}

/** `iofd conform`: random operations on the running kernel and on `Vm`, answer for answer. */
export async function conform(options: ConformOptions, terminal: Terminal): Promise<void> {
  const found = await compareWithKernel(options, terminal);
  if (options.out !== undefined) writeWhole(resolve(terminal.cwd, options.out), asJson(found));
  terminal.out(conformReport(found));
  const { length } = found.divergences;
  if (length > 0) throw new NegativeAnswer(`the running kernel and sim/kvm answered differently in ${length} scripts`);
}

async function compareWithKernel(options: ConformOptions, terminal: Terminal): Promise<Conformance> {
  const reason = whyKvmIsUnavailable();
  if (reason !== null) refuse(`iofd conform asks the running kernel, which is not possible here: ${reason}`);
  const progress = showProgress("conform", terminal, "operations");
  return compare(options, (ops) => progress.update(ops, options.ops)).finally(() => progress.stop());
}

/** The printed report: kernel and counts, the operations with their answers, and every difference as a script. */
export function conformReport(found: Conformance): string {
  const rate = Math.round(found.ops / found.seconds);
  const asked = `Linux ${found.kernel} with ${found.modules.join(" + ") || "KVM built in"}`;
  const ran = `${found.ops} operations in ${found.scripts} scripts, each on a new VM, ${found.vms} side by side`;
  return [
    `conform: iofd ${found.iofd} against ${asked}`,
    `${ran}, seed ${found.seed}: ${found.seconds.toFixed(1)} s, ${rate} operations/s\n`,
    mixTable(found),
    ...found.divergences.map((divergence, i) => `\ndivergence ${i + 1}:\n${printDivergence(divergence)}`),
    `\n${found.divergences.length} divergences`,
  ].join("\n");
}

function mixTable({ tally, ops }: Conformance): string {
  const rows = Object.entries(tally)
    .map(([label, answers]) => ({ label, answers, times: sum(Object.values(answers)) }))
    .sort((a, b) => b.times - a.times)
    .map(({ label, answers, times }) => [
      label,
      String(times),
      `${((100 * times) / ops).toFixed(1)} %`,
      answerList(answers),
    ]);
  return printTable({ head: ["operation", "times", "share", "answers"], rows, numeric: [1, 2] });
}

function answerList(answers: Record<string, number>): string {
  const sorted = Object.entries(answers).sort(([, a], [, b]) => b - a);
  return sorted.map(([answer, times]) => `${times} ${answer}`).join(", ");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function asJson(found: Conformance): string {
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? `0x${value.toString(16)}` : value);
  return `${JSON.stringify(found, plain, 2)}\n`;
}
