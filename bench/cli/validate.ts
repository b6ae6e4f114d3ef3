import type { Command } from "commander";
import { collectFaults } from "../experiment/input/fault.ts";
import { loadScenario, loadSheet } from "./load.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd validate FILE...`: checks scenarios with all that they name, and cost sheets; runs nothing. */
export function validateCommand(program: Command, terminal: Terminal): void {
  program
    .command("validate")
    .description("check scenarios with all that they name, and cost sheets; every fault with its line")
    .argument("<files...>", "scenario files or cost sheets")
    .action((files: string[]) => {
      for (const line of collectFaults(files, (file) => `${file}: ok, ${contentOf(file, terminal)}`))
        terminal.out(line);
    });
}

function contentOf(file: string, terminal: Terminal): string {
  const sheet = loadSheet(file, terminal);
  if (sheet) return `a cost sheet of ${counted(sheet.numbers, "price")} and ${counted(sheet.cells, "round trip")}`;
  return counted(loadScenario(file, terminal).scenario.points, "point");
}

function counted({ length }: readonly unknown[], what: string): string {
  return `${length} ${what}${length === 1 ? "" : "s"}`;
}
