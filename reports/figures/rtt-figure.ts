import type { Result } from "../../bench/experiment/result/result.ts";
import { lineChart } from "../charts/lines.ts";
import type { XAxis } from "../findings/series.ts";
import { timeLines } from "./estimate-lines.ts";
import type { Figure } from "./figure.ts";
import { chartUnit } from "./units.ts";

/** The round trip over the swept number. */
export function rttFigure(result: Result, x: XAxis): Figure {
  const points = timeLines(result, x, ({ metrics }) => metrics.rtt?.mean);
  const y = { title: `rtt, ${chartUnit(result)}`, log: false };
  return { caption: `Mean rtt against ${x.title}.`, spec: lineChart({ x: { title: x.title, log: true }, y, points }) };
}
