/** What a driver answers, and whether it can be believed. */

/** One line: how many operations it did after its warm-up, how long they took, and what it came out with. */
export interface Outcome {
  readonly operations: number;
  readonly seconds: number;
  readonly check: number;
}

/** Clocks of whole nanoseconds and other orders of adding stay below this; one event lost in two million does not. */
const tolerance = 1e-8;

export function printOutcome({ operations, seconds, check }: Outcome): string {
  return `${operations} ${seconds} ${check}`;
}

/** Reads a driver's answer; throws if it is anything else. */
export function parseOutcome(printed: string): Outcome {
  const words = printed.trim().split(/\s+/);
  const [operations, seconds, check] = words.map(Number);
  const sound = words.length === 3 && Number.isInteger(operations) && seconds! > 0 && Number.isFinite(check);
  if (!sound) throw new Error(`its driver answered ${JSON.stringify(printed.slice(0, 80))}, not three numbers`);
  return { operations: operations!, seconds: seconds!, check: check! };
}

/** Why an outcome is not that of the work asked for, or null. */
export function mismatch(outcome: Outcome, asked: { operations: number; check: number }): string | null {
  if (outcome.operations !== asked.operations) return `did ${outcome.operations} operations, not ${asked.operations}`;
  const off = Math.abs(outcome.check / asked.check - 1);
  return off <= tolerance ? null : `came out with ${outcome.check}, where ${asked.check} is due`;
}
