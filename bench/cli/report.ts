import { resolve } from "node:path";
import { renderReport } from "../../reports/page/report.ts";
import { collectFaults } from "../experiment/input/fault.ts";
import { pageLibraries } from "../host/files/page-libraries.ts";
import { readResultFile } from "../host/files/result-file.ts";
import { writeWhole } from "../host/files/write-file.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd report FILE...`: writes one page from results and measurements; simulates nothing. */
export async function report(files: readonly string[], { out }: { out: string }, terminal: Terminal): Promise<void> {
  const results = collectFaults(files, (file) => readResultFile(resolve(terminal.cwd, file)));
  const page = await renderReport(results, pageLibraries());
  const path = resolve(terminal.cwd, out);
  writeWhole(path, page);
  terminal.out(`report: ${path}`);
}
