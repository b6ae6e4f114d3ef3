/** Charts where nothing numeric is swept: a bar a path. */

import type { Estimate } from "../../bench/experiment/result/estimate.ts";
import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { type Bar, barChart } from "../charts/bars.ts";
import { fitStatusOf } from "../findings/fit-status.ts";
import { formatTime } from "../findings/format.ts";
import { labelOf } from "../findings/series.ts";
import type { Figure } from "./figure.ts";
import { stageFigure } from "./stage-figure.ts";
import { chartFactor, chartUnit } from "./units.ts";

export function pathFigures(result: Result): Figure[] {
  const complete = result.points.every(({ metrics }) => metrics.completion);
  const completion = complete ? [completionFigure(result)] : [];
  return [...completion, rttBarFigure(result), stageFigure(result, result.points, null)];
}

function completionFigure(result: Result): Figure {
  const bars = result.points.map((point) => barOf(point, point.metrics.completion!.mean));
  return {
    caption: "Mean completion: from the guest's store to the completion of its request.",
    spec: barChart({ title: `completion, ${chartUnit(result)}`, bars }),
  };
}

function rttBarFigure(result: Result): Figure {
  const bars = result.points.flatMap((point) => (point.metrics.rtt ? [rttBar(point, point.metrics.rtt.mean)] : []));
  const published = bars.some((bar) => bar.reference !== undefined) ? " The black tick is the published figure." : "";
  return {
    caption: `The vcpu's mean round trip (rtt) of a doorbell.${published}`,
    spec: barChart({ title: `rtt, ${chartUnit(result)}`, bars }),
  };
}

function rttBar(point: Point, mean: Estimate): Bar {
  const bar = barOf(point, mean);
  const reference = point.reference ? point.reference.value * chartFactor(point) : undefined;
  return { ...bar, reference };
}

function barOf(point: Point, { value, low, high }: Estimate): Bar {
  const factor = chartFactor(point);
  return {
    label: labelOf(point, null),
    group: point.notify,
    value: value * factor,
    low: low * factor,
    high: high * factor,
    text: [formatTime(value, point.timeUnit), fitStatusOf(point)].filter(Boolean).join(", "),
  };
}
