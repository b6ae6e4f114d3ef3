import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { stackChart } from "../charts/stacks.ts";
import { digits } from "../findings/format.ts";
import { labelWithX, type XAxis } from "../findings/series.ts";
import type { Figure } from "./figure.ts";
import { chartFactor, chartUnit } from "./units.ts";

/** The stages of these points' round trips, stacked. */
export function stageFigure(result: Result, points: readonly Point[], x: XAxis | null): Figure {
  const unit = chartUnit(result);
  const show = (value: number) => `${digits(value)} ${unit}`;
  return {
    caption:
      "The round trip by stage. Blue and green time is spent in the kernel, orange and brown time on the way to userspace and back. Grey is a residual that the cost sheet does not split.",
    spec: stackChart({
      title: `mean time of each stage, ${unit}`,
      stacks: points.map((point) => stackOf(point, x)),
      show,
    }),
  };
}

function stackOf(point: Point, x: XAxis | null) {
  const factor = chartFactor(point);
  const stages = Object.fromEntries(Object.entries(point.stages).map(([stage, value]) => [stage, value * factor]));
  return { label: labelWithX(point, x), stages };
}
