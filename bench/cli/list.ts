import { resolve } from "node:path";
import { shippedNames, shippedScenarios } from "../host/files/locations.ts";
import { loadScenario } from "./load.ts";
import { printTable } from "./tables/table.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd list [FILE]`: lists the shipped scenarios, or the points of one scenario. */
export function list(file: string | undefined, terminal: Terminal): void {
  terminal.out(file === undefined ? shipped(terminal) : points(file, terminal));
}

function shipped(terminal: Terminal): string {
  const rows = shippedNames().map((name) => {
    const { scenario } = loadScenario(resolve(shippedScenarios, `${name}.yaml`), terminal);
    return [scenario.name, String(scenario.points.length), scenario.question];
  });
  return printTable({ head: ["scenario", "points", "question"], rows, numeric: [1] });
}

function points(file: string, terminal: Terminal): string {
  const { scenario } = loadScenario(file, terminal);
  return scenario.points.map((point) => point.id).join("\n");
}
