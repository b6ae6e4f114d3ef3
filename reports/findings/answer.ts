/** The answer to a scenario's question: sentences made of its numbers. */

import type { Result } from "../../bench/experiment/result/result.ts";
import { closedLoopAnswer } from "./closed-loop.ts";
import { mainEffectsAnswer } from "./main-effects.ts";
import { pathAnswer } from "./path-answer.ts";
import { notifyAnswer, rateAnswer } from "./rate-answer.ts";
import { sheetAnswer } from "./sensitivity.ts";
import { type Sentence, weights } from "./sentence.ts";
import { isRate, type XAxis, xAxisOf } from "./series.ts";
import { sweepAnswer } from "./sweep-answer.ts";
import { traceAnswer } from "./trace-answer.ts";
import { validationAnswer } from "./validation.ts";
import { slowerAnswer } from "./where-iofd-is-slower.ts";

/** The conclusions of a result, for a reader who reads nothing else. */
export function answerOf(result: Result): string {
  return answerParagraphs(result).join(" ");
}

/** The same, one paragraph a subject. */
export function answerParagraphs(result: Result): string[] {
  return subjectsOf(result).map((sentences) => textsOf(sentences).join(" "));
}

/** A short answer has at most this many sentences. */
const mostSentences = 3;

/** The sentences with the most weight, in the order of the whole answer. Of equal weights the first are taken. */
export function shortAnswerOf(result: Result): string[] {
  const sentences = subjectsOf(result).flat();
  const rank = ({ weight }: Sentence) => weights.indexOf(weight);
  const chosen = new Set([...sentences].sort((a, b) => rank(a) - rank(b)).slice(0, mostSentences));
  return textsOf(sentences.filter((sentence) => chosen.has(sentence)));
}

const textsOf = (sentences: readonly Sentence[]) => sentences.map(({ text }) => text);

/** The paths, an iofd that is slower, the cost sheet's uncertainty, published figures. A subject without a sentence is left out. */
function subjectsOf(result: Result): Sentence[][] {
  const x = xAxisOf(result);
  const slower = slowerAnswer(result, x);
  const notify = slower.length === 0 ? notifyAnswer(result, x) : []; // `slower` says when the backend acts
  const model = [pointsAnswer(result, x), notify, closedLoopAnswer(result, x), mainEffectsAnswer(result)].flat();
  const validations = result.validations.map((validation) => validationAnswer(result, validation));
  return [model, slower, sheetAnswer(result), ...validations].filter((sentences) => sentences.length > 0);
}

function pointsAnswer(result: Result, x: XAxis | null): Sentence[] {
  if (result.trace) return traceAnswer(result, result.trace);
  if (x === null) return pathAnswer(result);
  return isRate(x) ? rateAnswer(result, x) : sweepAnswer(result, x);
}
