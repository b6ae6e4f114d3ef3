import type { Result } from "../../bench/experiment/result/result.ts";
import { digits } from "../findings/format.ts";
import { linesOf, placed, type XAxis } from "../findings/series.ts";
import { logChart } from "./estimate-lines.ts";
import type { Figure } from "./figure.ts";

/** Comparisons of one bus search; empty where the swept number does not change them. */
export function searchFigures(result: Result, x: XAxis): Figure[] {
  const searched = { ...result, points: result.points.filter(({ comparisons }) => comparisons.mean > 0) };
  const lengths = [...linesOf(searched, x).values()].map((points) => new Set(points.map((p) => p.comparisons.mean)));
  return lengths.some(({ size }) => size > 1) ? [comparisonsFigure(result, x)] : [];
}

function comparisonsFigure(result: Result, x: XAxis): Figure {
  const points = placed(result, x).map(({ x: at, series, point }) => {
    const y = point.comparisons.mean;
    return { x: at, y, low: y, high: y, series, text: `${series} at ${digits(at)}: ${digits(y)} comparisons` };
  });
  return {
    caption: "Comparisons that the real bus search made for one doorbell. The model charged for them.",
    spec: logChart(x, "comparisons a search", points),
  };
}
