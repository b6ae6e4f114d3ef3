/** The answer to a scenario's question: sentences made of its numbers. */

import type { Result } from "../../bench/experiment/result/result.ts";
import { closedLoopAnswer } from "./closed-loop.ts";
import { mainEffectsAnswer } from "./main-effects.ts";
import { pathAnswer } from "./path-answer.ts";
import { notifyAnswer, rateAnswer } from "./rate-answer.ts";
import { sheetAnswer } from "./sensitivity.ts";
import { isRate, type XAxis, xAxisOf } from "./series.ts";
import { sweepAnswer } from "./sweep-answer.ts";
import { traceAnswer } from "./trace-answer.ts";
import { validationAnswer } from "./validation.ts";
import { slowerAnswer } from "./where-iofd-is-slower.ts";

/** The conclusions of a result, for a reader who reads nothing else. */
export function answerOf(result: Result): string {
  return answerParagraphs(result).join(" ");
}

/** The same by subject: the paths, an iofd that is slower, the cost sheet's uncertainty, published figures. */
export function answerParagraphs(result: Result): string[] {
  const x = xAxisOf(result);
  const slower = slowerAnswer(result, x);
  const validations = result.validations.map((validation) => validationAnswer(result, validation));
  return [modelAnswer(result, x, slower), slower, sheetAnswer(result), ...validations].filter(Boolean);
}

/** A sentence that answers "from which value on" or "which setting". */
const decisive = /\bcross near\b|\bsingle change\b/;

/**
 * The answer in at most three sentences, in their order: first those that name a crossing or the best setting, then the one
 * that says where an iofd is slower, then the others from the start.
 */
export function shortAnswerOf(result: Result): readonly string[] {
  const sentences = answerParagraphs(result).flatMap(sentencesOf);
  const [slower] = sentencesOf(slowerAnswer(result, xAxisOf(result)));
  const rank = (sentence: string) => (decisive.test(sentence) ? 0 : sentence === slower ? 1 : 2);
  const chosen = [...sentences].sort((a, b) => rank(a) - rank(b)).slice(0, 3);
  return sentences.filter((sentence) => chosen.includes(sentence));
}

function sentencesOf(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === "" ? [] : trimmed.split(/(?<=\.) +(?=[A-Z])/);
}

/** An answer that says where an iofd is slower says when the backend acts. */
function modelAnswer(result: Result, x: XAxis | null, slower: string): string {
  const notify = slower === "" && x !== null && isRate(x) && !result.trace ? notifyAnswer(result, x) : "";
  const parts = [pointsAnswer(result, x), notify, closedLoopAnswer(result, x), mainEffectsAnswer(result)];
  return parts.filter(Boolean).join(" ");
}

function pointsAnswer(result: Result, x: XAxis | null): string {
  if (result.trace) return traceAnswer(result, result.trace);
  if (x === null) return pathAnswer(result);
  return isRate(x) ? rateAnswer(result, x) : sweepAnswer(result, x);
}
