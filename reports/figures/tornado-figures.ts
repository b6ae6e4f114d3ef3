/** Tornadoes: each number of the cost sheet alone, over its range. */

import type { Result } from "../../bench/experiment/result/result.ts";
import type { Headline, Swing } from "../../bench/experiment/result/sensitivity.ts";
import { type TornadoBar, tornadoChart } from "../charts/tornado.ts";
import { headlineName, mainHeadlines, originOf, pointOf, shown } from "../findings/sensitivity.ts";
import type { Figure } from "./figure.ts";

/** A tornado has at most this many bars: the strongest numbers. */
const mostBars = 10;

/** A tornado for each main headline of the first points. */
export function tornadoFigures(result: Result): Figure[] {
  return mainHeadlines(result).flatMap((headline) => {
    const bars = headline.swings.slice(0, mostBars).map((swing) => barOf(result, headline, swing));
    if (bars.length === 0) return [];
    const { scale, unit } = scaleOf(result, headline);
    const interval = { low: scale(headline.low), high: scale(headline.high) };
    const name = headlineName(result, headline);
    const title = `${headline.metric} of ${name}${headline.baseline ? " against its baseline" : ""}, ${unit}`;
    return [
      {
        caption: `What moves the ${headline.metric} of ${name}: each number of the cost sheet alone, over its range. The grey band holds nine in ten of the sheets with all numbers varied.${unsteady(headline)}`,
        spec: tornadoChart({ title, value: scale(headline.value), interval, bars }),
      },
    ];
  });
}

/** A ratio is drawn as a change in percent, a time in the charts' unit. */
function scaleOf(result: Result, headline: Headline): { scale: (value: number) => number; unit: string } {
  if (headline.baseline) return { scale: (value) => (value - 1) * 100, unit: "% change" };
  const timed = pointOf(result, headline).timeUnit === "ns";
  return { scale: (value) => (timed ? value / 1000 : value), unit: timed ? "µs" : "cycles" };
}

function barOf(result: Result, headline: Headline, swing: Swing): TornadoBar {
  const { scale } = scaleOf(result, headline);
  const at = (value: number | null) => (value === null ? "no steady state" : shown(result, headline, value));
  const several = result.costs.length > 1 ? `${swing.sheet}: ` : "";
  return {
    label: `${several}${swing.number} (${originOf(swing)})`,
    low: scale(swing.low ?? headline.value),
    high: scale(swing.high ?? headline.value),
    text: `${at(swing.low)} with ${swing.number} at its lowest, ${at(swing.high)} at its highest; range ${swing.basis}`,
  };
}

const unsteady = ({ unsteady: lost }: Headline) =>
  lost > 0 ? ` ${lost} sampled sheets have no steady state and are not in it.` : "";
