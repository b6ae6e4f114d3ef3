/** The line that a driver prints: operations after its warm-up, their duration, and a check value. */
export interface Outcome {
  readonly operations: number;
  readonly seconds: number;
  /** See `expectedCheck`. */
  readonly check: number;
}

/** Relative error. Rounding to nanoseconds stays below it; one lost event in two million exceeds it. */
const tolerance = 1e-8;

export function printOutcome({ operations, seconds, check }: Outcome): string {
  return `${operations} ${seconds} ${check}`;
}

/** Parses the line of a driver. Throws if it is not an outcome. */
export function parseOutcome(printed: string): Outcome {
  const words = printed.trim().split(/\s+/);
  const [operations, seconds, check] = words.map(Number);
  const sound = words.length === 3 && Number.isInteger(operations) && seconds! > 0 && Number.isFinite(check);
  if (!sound) throw new Error(`the driver printed ${JSON.stringify(printed.slice(0, 80))} instead of three numbers`);
  return { operations: operations!, seconds: seconds!, check: check! };
}

/** Says in which value an outcome differs from the expected one, or null. */
export function mismatch(outcome: Outcome, expected: { operations: number; check: number }): string | null {
  if (outcome.operations !== expected.operations)
    return `did ${outcome.operations} operations instead of ${expected.operations}`;
  const error = Math.abs(outcome.check / expected.check - 1);
  return error <= tolerance ? null : `computed ${outcome.check}; expected ${expected.check}`;
}
