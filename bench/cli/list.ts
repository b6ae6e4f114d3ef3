import { resolve } from "node:path";
import type { Command } from "commander";
import { shippedNames, shippedScenarios } from "../host/files/locations.ts";
import { loadScenario } from "./load.ts";
import { printTable } from "./tables/table.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd list [FILE]`: the shipped scenarios, or every point of one; runs nothing. */
export function listCommand(program: Command, terminal: Terminal): void {
  program
    .command("list")
    .description("the shipped scenarios, or every point of one; runs nothing")
    .argument("[file]", "a scenario file, or the name of a shipped scenario")
    .action((file: string | undefined) => {
      terminal.out(file === undefined ? shipped(terminal) : points(file, terminal));
    });
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
