import { resolve } from "node:path";
import type { Command } from "commander";
import { renderReport } from "../../reports/page/report.ts";
import { collectFaults } from "../experiment/input/fault.ts";
import { pageLibraries } from "../host/files/page-libraries.ts";
import { readResultFile } from "../host/files/result-file.ts";
import { writeWhole } from "../host/files/write-file.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd report FILE...`: one page from results and measurements; simulates nothing. */
export function reportCommand(program: Command, terminal: Terminal): void {
  program
    .command("report")
    .description("one HTML page from result.json and measurement.json files")
    .argument("<files...>", "results and measurements")
    .option("--out <file>", "the page", "report.html")
    .action(async (files: string[], options: { out: string }) => {
      const results = collectFaults(files, (file) => readResultFile(resolve(terminal.cwd, file)));
      const page = await renderReport(results, pageLibraries());
      const path = resolve(terminal.cwd, options.out);
      writeWhole(path, page);
      terminal.out(`report: ${path}`);
    });
}
