/** Charts under an offered load: response, throughput, notify, completion and CPU time. */

import type { Result } from "../../bench/experiment/result/result.ts";
import { isRate, type XAxis } from "../findings/series.ts";
import { type EstimateOf, throughputChart, timeChart } from "./estimate-lines.ts";
import type { Figure } from "./figure.ts";

export function loadFigures(result: Result, x: XAxis): Figure[] {
  const time = (title: string, caption: string, of: EstimateOf) => ({
    caption,
    spec: timeChart(result, x, { title, of }),
  });
  const completes = result.points.some(({ metrics }) => metrics.completion);
  return [
    time("response", responseCaption, ({ metrics }) => metrics.response?.mean),
    time("response p99", "99th percentile of the response.", ({ metrics }) => metrics.response?.p99),
    throughputFigure(result, x),
    time("notify", notifyCaption, ({ notifyKnown, metrics }) => (notifyKnown ? metrics.notify?.mean : null)),
    ...(completes ? [time("completion", completionCaption, ({ metrics }) => metrics.completion?.mean)] : []),
    time("CPU a request", "CPU time of vcpu and backend for one request.", ({ cpu }) => cpu),
  ];
}

const responseCaption =
  "Mean response: from the due time of a doorbell to the guest's next instruction. A line ends where its path saturates; beyond, there is no mean.";
const notifyCaption =
  "Mean notify: from the store to the first instruction of the handler run that takes it. An iofd can lose here, because its consumer has to be woken.";
const completionCaption = "Mean completion: from the guest's store to the completion of its request.";

function throughputFigure(result: Result, x: XAxis): Figure {
  const dotted = isRate(x) ? " Dotted: all requests that are due." : "";
  const caption = `Requests done a second: completed, or served where nobody waits for completions.${dotted}`;
  return { caption, spec: throughputChart(result, x) };
}
