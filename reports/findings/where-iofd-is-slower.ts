/** Where requests are later with an iofd than with the exit to userspace that it replaces, and why. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { crossover, type Line } from "./crossover.ts";
import { endToEnd } from "./end-to-end.ts";
import { digits, formatPerSecond, formatTime } from "./format.ts";
import { type Rivals, rivalsOf } from "./rivals.ts";
import { type Sentence, sentencesOf } from "./sentence.ts";
import { isRate, labelOf, lineOf, type XAxis } from "./series.ts";
import { causesOf } from "./why-iofd-is-slower.ts";

/** The point at which an iofd is slower by the largest factor, and the causes; empty where it is never slower. */
export function slowerAnswer(result: Result, x: XAxis | null): Sentence[] {
  const rivals = result.comparisons.flatMap((comparison) => rivalsOf(result, comparison));
  const later = rivals.filter((pair) => pair.later);
  const [worst] = [...later].sort((a, b) => b.ratio - a.ratio);
  if (worst === undefined) return [];
  return [
    ...sentencesOf("slower", worstText(worst, x)),
    ...sentencesOf("plain", countText(later.length, rivals.length)),
    ...sentencesOf("decisive", crossoverText(result, worst, x)),
    ...sentencesOf("plain", ...causesOf(worst)),
  ];
}

function worstText({ iofd, qemu, metric }: Rivals, x: XAxis | null): string {
  const time = (point: Point) => formatTime(endToEnd(point, metric)!.value, point.timeUnit);
  const event = metric === "completion" ? "a request completes" : "the backend acts on a request";
  const at = x ? ` at ${shownAt(x, x.valueOf(iofd))}` : "";
  return `An iofd is slower here: with ${labelOf(iofd, x)}${at} ${event} ${time(iofd)} after its due time, with ${labelOf(qemu, x)} ${time(qemu)}.`;
}

function countText(later: number, all: number): string {
  if (all === 1) return "";
  return `It is slower at ${later} of ${all} points${later > 1 ? ", and most at this one" : ""}.`;
}

function crossoverText(result: Result, { iofd, qemu, metric }: Rivals, x: XAxis | null): string {
  if (x === null) return "";
  const line = (of: Point): Line =>
    lineOf(result, x, of).flatMap((point) => {
      const time = endToEnd(point, metric);
      return time === null ? [] : [{ x: x.valueOf(point), y: time.value }];
    });
  const at = crossover(line(iofd), line(qemu));
  return at === null ? "" : `The two cross near ${shownAt(x, at)}.`;
}

const shownAt = (x: XAxis, value: number) => (isRate(x) ? formatPerSecond(value) : `${x.title} ${digits(value)}`);
