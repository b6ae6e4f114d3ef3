import { stages } from "../costs/cost-sheet.ts";

/** Where time went: a sum for each stage, by its position. */
export type StageTimes = Float64Array;

/** A ledger in which nothing is booked yet. */
export const noStageTimes = (): StageTimes => new Float64Array(stages.length);
