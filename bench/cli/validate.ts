import { collectFaults } from "../experiment/input/fault.ts";
import { loadScenario, loadSheet } from "./load.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd validate FILE...`: checks scenarios, the files they name, and cost sheets; runs nothing. */
export function validate(files: readonly string[], terminal: Terminal): void {
  for (const line of collectFaults(files, (file) => `${file}: ok, ${contentOf(file, terminal)}`)) terminal.out(line);
}

function contentOf(file: string, terminal: Terminal): string {
  const sheet = loadSheet(file, terminal);
  if (sheet) return `a cost sheet of ${counted(sheet.numbers, "price")} and ${counted(sheet.cells, "round trip")}`;
  return counted(loadScenario(file, terminal).scenario.points, "point");
}

function counted({ length }: readonly unknown[], what: string): string {
  return `${length} ${what}${length === 1 ? "" : "s"}`;
}
