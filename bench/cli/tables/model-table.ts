import { modelCells, modelHead } from "../../../reports/page/tables/model-table.ts";
import type { Measurement } from "../../experiment/result/measurement.ts";
import { table } from "./table.ts";

/** The machine model's speed; empty where it was not timed. */
export function modelTable({ model }: Measurement): string {
  if (!model || model.length === 0) return "";
  const about = "Speed of the machine model, turn by turn with the engine's HOLD (16 processes, fingerprint on):";
  const origins = model.map(({ path, origin, doorbells }) => `${path}: ${origin}; ${doorbells} doorbells a run`);
  return `${about}\n\n${table(modelHead, model.map(modelCells))}\n\n${origins.join("\n")}`;
}
