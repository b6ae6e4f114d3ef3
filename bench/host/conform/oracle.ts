import fc from "fast-check";
import { type Kernel, KVM_IOEVENTFD_FLAG_DEASSIGN, KVM_IRQFD_FLAG_DEASSIGN } from "../../../sim/index.ts";
import { type KernelResources, KernelSystem } from "./kernel-system.ts";
import { openDescriptors, perform } from "./perform.ts";
import { scripts } from "./script.ts";
import { SimulatedSystem } from "./simulated-system.ts";
import type { Script, Step } from "./step.ts";
import type { SystemUnderTest } from "./system-under-test.ts";

/** Two answers to the last step of a script; all before were the same. */
export interface Difference {
  readonly script: Script;
  readonly kernel: string;
  readonly ours: string;
}

/** The smallest script that was found. */
export interface Divergence extends Difference {
  /** Whether it came again when the script was run once more: if not, it hangs on time. */
  readonly repeats: boolean;
}

/** How often each answer came, by operation. */
export type Tally = Record<string, Record<string, number>>;

/** Shrinking a divergence may take this long, in milliseconds. */
const SHRINK_LIMIT_MS = 60_000;

/** Who is compared: the running kernel, and one of ours, which is "upstream" unless a test wants differences. */
export interface Systems {
  readonly host: KernelResources;
  readonly ours: Kernel;
}

/** Runs a script on both sides in lockstep, up to the first difference; `null` if there is none. */
export function compare({ host, ours }: Systems, script: Script, tally: Tally = {}): Difference | null {
  const real = new KernelSystem(host, script.flavour);
  try {
    const simulated = new SimulatedSystem(script.flavour, ours);
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

const FAILED = "broke down";

interface StepAnswer {
  readonly text: string;
  readonly injected: readonly (readonly number[])[];
}

/** A machine that breaks down gives an answer too, and never the right one. */
function answerOf(step: Step, machine: SystemUnderTest): StepAnswer {
  try {
    return { text: perform(step, machine), injected: machine.takeInterrupts() };
  } catch (error) {
    return { text: `${FAILED}: ${(error as Error).message}`, injected: [] };
  }
}

function answerText({ text, injected }: StepAnswer): string {
  const interrupts = injected.flatMap((gsis, vm) => gsis.map((gsi) => `interrupt ${gsi} of vm ${vm}`));
  return [text, ...interrupts].join("; ");
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

/** The result of one seed: what its script did, and the smallest script with a difference if there was one. */
export interface SeedResult {
  readonly steps: number;
  readonly divergence: Divergence | null;
}

/** Generates the script of a seed, compares, and on a difference shrinks it. `tally` counts the first run only. */
export function checkSeed(sides: Systems, seed: number, tally: Tally): SeedResult {
  let steps = 0;
  const found: Difference[] = [];
  const property = fc.property(scripts, (script) => {
    const first = steps === 0;
    if (first) steps = script.steps.length;
    const divergence = compare(sides, script, first ? tally : {});
    if (divergence !== null) found.push(divergence);
    return divergence === null;
  });
  fc.check(property, { seed, numRuns: 1, unbiased: true, interruptAfterTimeLimit: SHRINK_LIMIT_MS });
  const smallest = found.at(-1);
  if (smallest === undefined) return { steps, divergence: null };
  return { steps, divergence: { ...smallest, repeats: compare(sides, smallest.script) !== null } };
}
