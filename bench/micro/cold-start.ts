/** CPU time of a `node` process that simulates a million customers of M/M/1, with loading and compiling the engine. */

import { median } from "simple-statistics";
import type { ColdStart } from "../experiment/result/measurement.ts";
import { javaScriptOf } from "../host/files/locations.ts";
import { cpuSeconds } from "./fresh-process.ts";
import type { Length } from "./task.ts";

const customers = 1_000_000;

/** Seconds of CPU of a process that simulates and of an empty one. The two alternate; the values are medians. */
export function coldStart(length: Length): ColdStart {
  const engine = JSON.stringify(javaScriptOf("bench/micro/engine-models"));
  const model = `import(${engine}).then(({ engineModels }) => engineModels["M/M/1, events"](${customers}).run());`;
  const rounds = Array.from({ length: length === "short" ? 3 : 9 }, () => [cpuSeconds(""), cpuSeconds(model)] as const);
  return {
    customers,
    node: median(rounds.map(([empty]) => empty)),
    beyond: median(rounds.map(([empty, simulating]) => simulating - empty)),
  };
}
