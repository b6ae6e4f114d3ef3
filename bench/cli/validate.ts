import type { Command } from "commander";
import { loadAll } from "./run.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd validate FILE...`: checks scenarios and all that they name, and runs nothing. */
export function validateCommand(program: Command, terminal: Terminal): void {
  program
    .command("validate")
    .description("check scenarios and all that they name; every fault with its line")
    .argument("<files...>", "scenario files")
    .action((files: string[]) => {
      for (const { scenario } of loadAll(files, terminal)) {
        terminal.out(`${scenario.file}: ok, ${scenario.points.length} points`);
      }
    });
}
