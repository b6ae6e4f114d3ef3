/** The time unit of all charts: µs, or the cycles of a clock of unknown rate. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";

/** Multiplies a time of this point into the charts' unit. */
export const chartFactor = ({ timeUnit }: Point) => (timeUnit === "ns" ? 1e-3 : 1);

/** The unit's name. All points of a chart have the same. */
export const chartUnit = ({ points }: Result) => (points[0]!.timeUnit === "ns" ? "µs" : "cycles");
