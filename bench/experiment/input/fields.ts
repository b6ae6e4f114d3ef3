/** Schemas of the values that scenario files and cost sheets share. */

import { z } from "zod";
import { renamedValues } from "./renamed.ts";
import { clockPattern, durationPattern, parseClock, parseDuration, parseRate, ratePattern } from "./units.ts";

/** A value of a swept setting, as written. */
export const scalar = z
  .union([z.string(), z.number(), z.bigint()], { error: "expected text or a number" })
  .meta({ title: "value" });

/** A duration with its unit. */
export const duration = z
  .string({ error: "expected a duration with its unit, such as 2.72us, 10ms or 1200 cycles" })
  .regex(durationPattern, { error: badUnit("a duration", "2.72us, 10ms or 1200 cycles (ns, us, ms, s, cycles)") })
  .transform((text) => parseDuration(text)!)
  .refine(({ value }) => value < 2 ** 42, { error: "longer than simulated time is exact for (2^42 ns, 73 minutes)" })
  .meta({ title: "duration" });

/** Events a second. */
export const rate = z
  .string({ error: "expected a rate with its unit, such as 10k/s" })
  .regex(ratePattern, { error: badUnit("a rate", "500/s, 10k/s or 1M/s") })
  .transform((text) => parseRate(text)!)
  .refine((perSecond) => perSecond > 0 && perSecond <= 1e12, { error: "a rate lies above 0/s, up to 1000G/s" })
  .meta({ title: "rate" });

/** A clock in cycles a nanosecond. */
export const clock = z
  .string()
  .regex(clockPattern, { error: badUnit("a clock", "2.5 GHz or 800 MHz") })
  .transform((text) => parseClock(text)!)
  .refine((cycles) => cycles > 0, { error: "a clock must be above 0 Hz" })
  .meta({ title: "clock" });

/** A share of a value, above 0 % and below 100 %. */
export const percent = z
  .string({ error: "expected a percentage, such as 20%" })
  .regex(/^\d+(\.\d+)?\s*%$/, { error: "expected a percentage, such as 20%" })
  .transform((text) => Number.parseFloat(text) / 100)
  .refine((share) => share > 0 && share < 1, { error: "a spread lies above 0% and below 100%" })
  .meta({ title: "percentage" });

/** A guest-physical address: any u64. */
export const address = z
  .union([z.number(), z.bigint()], { error: "expected an address, such as 0xfe003000" })
  .transform((value, context) => {
    if (typeof value === "bigint" ? value >= 0n && value < 1n << 64n : Number.isSafeInteger(value) && value >= 0) {
      return BigInt(value);
    }
    context.addIssue({ code: "custom", message: "an address is a whole number from 0 to 2^64-1" });
    return z.NEVER;
  })
  .meta({ title: "address" });

/** A whole number in a range. */
export const whole = (min: number, max: number) =>
  z
    .number({ error: `expected a whole number from ${min} to ${max}` })
    .min(min, { error: `must be at least ${min}`, abort: true })
    .max(max, { error: `must be at most ${max}`, abort: true })
    .int({ error: `expected a whole number from ${min} to ${max}` });

/** One of `names`. */
export function oneOf<const Name extends string>(names: readonly Name[]) {
  return z.enum(names, { error: (issue) => notAmong(issue.input, names) });
}

/** Says why `input` is none of the names that can be chosen. */
export function notAmong(input: unknown, names: readonly string[]): string {
  const renamed = renamedValues.get(String(input));
  if (renamed !== undefined && names.includes(renamed)) return `"${input}" is called "${renamed}" now; rename it`;
  return `must be one of: ${names.join(", ")}${input === undefined ? "" : `, not ${JSON.stringify(input)}`}`;
}

function badUnit(what: string, examples: string) {
  return (issue: { input?: unknown }) => {
    const text = String(issue.input).trim();
    if (text.startsWith("-")) return `"${text}": ${what} can not be negative`;
    if (/\d,\d/.test(text)) return `"${text}" is not ${what}; write it with a point, such as ${text.replace(",", ".")}`;
    return `"${issue.input}" is not ${what}; write it as ${examples}`;
  };
}
