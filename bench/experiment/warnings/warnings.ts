/** Every warning of a result: what a reader must know before believing it. */

import type { Point } from "../result/result.ts";
import type { Warning } from "../result/warning.ts";
import type { Plan } from "../run/plan.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { costWarnings } from "./costs.ts";
import { runWarnings } from "./load.ts";
import { mechanismWarnings } from "./mechanisms.ts";

/** Every threat to validity that a run can know of. */
export function warningsOf(scenario: Scenario, plan: Plan, points: readonly Point[]): Warning[] {
  return [...costWarnings(scenario, points), ...runWarnings(plan, points), ...mechanismWarnings(scenario, points)];
}
