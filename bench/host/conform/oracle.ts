import fc from "fast-check";
import { type Kernel, KVM_IOEVENTFD_FLAG_DEASSIGN, KVM_IRQFD_FLAG_DEASSIGN } from "../../../sim/index.ts";
import { type KernelResources, KernelSystem } from "./kernel-system.ts";
import { openDescriptors, perform } from "./perform.ts";
import { scripts } from "./script.ts";
import { SimulatedSystem } from "./simulated-system.ts";
import type { Script, Step } from "./step.ts";
import type { SystemUnderTest } from "./system-under-test.ts";

/** Two different answers to the last step of a script. The answers to all steps before it are equal. */
export interface Difference {
  readonly script: Script;
  readonly kernel: string;
  readonly ours: string;
}

/** A difference with the smallest script that shrinking found. */
export interface Divergence extends Difference {
  /** Whether one more run of the script gave a difference too. If not, it depends on timing. */
  readonly repeats: boolean;
}

/** Counts of answers, by operation. */
export type Tally = Record<string, Record<string, number>>;

/** Time limit for shrinking a divergence. */
const SHRINK_LIMIT_MS = 60_000;

/** The running kernel, and the simulated kernel to compare it with: "upstream", unless a test needs differences. */
export interface Systems {
  readonly resources: KernelResources;
  readonly simulated: Kernel;
}

/** Runs a script on both systems, step by step, up to the first difference. Returns `null` if there is none. */
export function compare(systems: Systems, script: Script, tally: Tally = {}): Difference | null {
  const real = new KernelSystem(systems.resources, script.flavour);
  try {
    const simulated = new SimulatedSystem(script.flavour, systems.simulated);
    openDescriptors(real);
    openDescriptors(simulated);
    for (const [index, step] of script.steps.entries()) {
      const expected = answerOf(step, simulated);
      const actual = answerOf(step, real);
      count(tally, step, actual.text);
      const answers = { kernel: answerText(actual), ours: answerText(expected) };
      if (answers.kernel === answers.ours && !answers.kernel.startsWith(FAILED)) continue;
      return { script: { ...script, steps: script.steps.slice(0, index + 1) }, ...answers };
    }
    return null;
  } finally {
    real.close();
  }
}

const FAILED = "the system failed";

interface StepAnswer {
  readonly text: string;
  /** For each VM, the gsis. */
  readonly interrupts: readonly (readonly number[])[];
}

/** A system that throws gives an answer that counts as a difference, even if both systems throw. */
function answerOf(step: Step, system: SystemUnderTest): StepAnswer {
  try {
    return { text: perform(step, system), interrupts: system.takeInterrupts() };
  } catch (error) {
    return { text: `${FAILED}: ${(error as Error).message}`, interrupts: [] };
  }
}

function answerText({ text, interrupts }: StepAnswer): string {
  return [text, ...interrupts.flatMap((gsis, vm) => gsis.map((gsi) => `interrupt ${gsi} of vm ${vm}`))].join("; ");
}

function count(tally: Tally, step: Step, answer: string): void {
  const label = labelOf(step);
  const answers = tally[label] ?? {};
  tally[label] = answers;
  const outcome = outcomeClass(answer);
  answers[outcome] = (answers[outcome] ?? 0) + 1;
}

function labelOf(step: Step): string {
  if (step.kind === "ioeventfd")
    return (step.args.flags & KVM_IOEVENTFD_FLAG_DEASSIGN) !== 0 ? "ioeventfd deassign" : "ioeventfd assign";
  if (step.kind === "irqfd")
    return (step.args.flags & KVM_IRQFD_FLAG_DEASSIGN) !== 0 ? "irqfd deassign" : "irqfd assign";
  return step.kind === "store" || step.kind === "load" ? `${step.space} ${step.kind}` : step.kind;
}

function outcomeClass(answer: string): string {
  if (/^(E[A-Z]+|errno \d+)$/.test(answer)) return answer;
  if (answer.startsWith("no exit")) return "in the kernel";
  return /^(W|R|OUT|IN)\d+@/.test(answer) ? "exits" : "ok";
}

/** The steps of one seed's script, and the divergence if there was one. */
export interface SeedResult {
  readonly steps: number;
  readonly divergence: Divergence | null;
}

/** Compares on the script of a seed. Shrinks a difference. `tally` counts the answers of the first run only. */
export function checkSeed(systems: Systems, seed: number, tally: Tally): SeedResult {
  let steps = 0;
  const found: Difference[] = [];
  const property = fc.property(scripts, (script) => {
    const first = steps === 0;
    if (first) steps = script.steps.length;
    const difference = compare(systems, script, first ? tally : {});
    if (difference !== null) found.push(difference);
    return difference === null;
  });
  fc.check(property, { seed, numRuns: 1, unbiased: true, interruptAfterTimeLimit: SHRINK_LIMIT_MS });
  const smallest = found.at(-1);
  if (smallest === undefined) return { steps, divergence: null };
  return { steps, divergence: { ...smallest, repeats: compare(systems, smallest.script) !== null } };
}
