/** A result in brief: question and answer on one screen. */

import { shortAnswerOf } from "../../../reports/findings/answer.ts";
import { keyPoints } from "../../../reports/findings/key-points.ts";
import { briefPointTable } from "../../../reports/findings/tables/point-table.ts";
import type { Result } from "../../experiment/result/result.ts";
import type { Warning } from "../../experiment/result/warning.ts";
import { printTable } from "./table.ts";

/** Question, answer, the points that carry it, and one sentence of each warning. */
export function briefResult(result: Result): string {
  const all = result.points.length;
  const points = keyPoints(result);
  const table = printTable(briefPointTable(result, points));
  const parts = [
    `${result.name}: ${result.question}`,
    shortAnswerOf(result).join("\n"),
    points.length < all ? `${points.length} of ${all} points:\n\n${table}` : table,
    result.warnings.map((warning) => briefWarning(warning, all)).join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** The first sentence of a warning without what stands in brackets, and the number of points that it concerns. */
function briefWarning({ message, points }: Warning, all: number): string {
  const [sentence] = message.replaceAll(/ \([^()]*\)/g, "").split(/(?<=\.) /);
  const some = points.length > 0 && points.length < all ? ` (${points.length} of ${all} points)` : "";
  return `warning: ${sentence}${some}`;
}
