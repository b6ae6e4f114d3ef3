import { expect, test } from "vitest";
import { mismatch, parseOutcome, printOutcome } from "../../../bench/peers/outcome.ts";

test("an outcome is read as it was printed", () => {
  const outcome = { operations: 2_000_000, seconds: 0.123456789, check: 150141.85974244701 };
  expect(parseOutcome(`${printOutcome(outcome)}\n`)).toEqual(outcome);
});

test.each(["", "done", "10 0.5", "10 0.5 2 7", "10.5 0.5 2", "10 0 2", "10 -1 2", "10 0.5 nan"])(
  "%j is no outcome",
  (printed) => {
    expect(() => parseOutcome(printed)).toThrow(
      `the driver printed ${JSON.stringify(printed)} instead of three numbers`,
    );
  },
);

test("one lost event in two million is an error; the rounding of a clock to nanoseconds is none", () => {
  const asked = { operations: 10, check: 125_000 };
  const after = (check: number) => mismatch({ operations: 10, seconds: 1, check }, asked);
  expect(after(125_000 + 1e-9)).toBeNull();
  expect(after(125_000 * (1 - 1 / 2e6))).toBe("computed 124999.9375; expected 125000");
});

test("a driver that does too few operations is an error", () => {
  expect(mismatch({ operations: 9, seconds: 1, check: 4 }, { operations: 10, check: 4 })).toBe(
    "did 9 operations instead of 10",
  );
});
