import { stages } from "../costs/cost-sheet.ts";

/** Time by stage, indexed by `STAGE`. */
export type StageTimes = Float64Array;

export const noStageTimes = (): StageTimes => new Float64Array(stages.length);
