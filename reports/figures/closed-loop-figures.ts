/** Charts of a guest that waits for completions: doorbells, completion and throughput. */

import type { Result } from "../../bench/experiment/result/result.ts";
import { notificationsSuppressed } from "../findings/closed-loop.ts";
import { digits } from "../findings/format.ts";
import type { XAxis } from "../findings/series.ts";
import { logChart, numberLines, throughputChart, timeChart } from "./estimate-lines.ts";
import type { Figure } from "./figure.ts";

/** Empty where nobody waits for completions. */
export function closedLoopFigures(result: Result, x: XAxis): Figure[] {
  if (!result.points.some(({ metrics }) => metrics.completion)) return [];
  const completion = timeChart(result, x, { title: "completion", of: ({ metrics }) => metrics.completion?.mean });
  return [
    ...(notificationsSuppressed(result) ? [doorbellFigure(result, x)] : []),
    { caption: "Mean completion: from the guest's store to the completion of its request.", spec: completion },
    { caption: "Requests done a second.", spec: throughputChart(result, x) },
  ];
}

function doorbellFigure(result: Result, x: XAxis): Figure {
  const kicks = numberLines(
    result,
    x,
    ({ measures }) => measures["kicks per request"],
    (value) => `${digits(value)} doorbells a request`,
  );
  return { caption: "Doorbells rung for one request.", spec: logChart(x, "doorbells a request", kicks) };
}
