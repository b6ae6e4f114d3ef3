/** The answer of a replayed trace: the exits that an iofd would have kept in the kernel. */

import type { Result, TraceRecord } from "../../bench/experiment/result/result.ts";
import { digits, formatChange, formatTime } from "./format.ts";
import { noSamplingError, pairOf, percentInterval } from "./pairs.ts";
import { type Sentence, sentencesOf } from "./sentence.ts";

/** `trace` is the result's own. */
export function traceAnswer(result: Result, trace: TraceRecord): Sentence[] {
  const { doorbells, userspaceExits, seconds } = trace;
  const exits = Object.values(userspaceExits).reduce((sum, count) => sum + count, 0);
  const comparison = result.comparisons[0];
  const rtt = comparison?.metrics.rtt;
  if (!rtt) {
    const held = `The trace holds ${doorbells} doorbells among ${exits} exits to userspace in ${digits(seconds)} s.`;
    return sentencesOf("plain", held);
  }
  const [{ timeUnit }] = pairOf(result, comparison);
  const time = (value: number) => formatTime(value, timeUnit);
  const saved = -rtt.difference.value;
  const interval = rtt.difference.sampling === "none" ? noSamplingError : percentInterval(rtt.ratio);
  return sentencesOf(
    "plain",
    `An iofd would have kept ${doorbells} of ${exits} exits to userspace (${digits((100 * doorbells) / exits)} %) in the kernel.`,
    `In the ${digits(seconds)} s of the trace that saves the vcpu ${time(saved * doorbells)}, ${time(saved)} a doorbell (${formatChange(rtt.ratio.value)}; ${interval}).`,
    "The trace does not tell whether the run would have been shorter.",
  );
}
