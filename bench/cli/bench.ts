import { resolve } from "node:path";
import { renderReport } from "../../reports/page/report.ts";
import type { Measurement } from "../experiment/result/measurement.ts";
import { serialise } from "../experiment/result/result.ts";
import { pageLibraries } from "../host/files/page-libraries.ts";
import { writeWhole } from "../host/files/write-file.ts";
import { measure } from "../host/machine/measurement.ts";
import { type MicroMeasurement, runMicro } from "../micro/micro.ts";
import { type SuiteName, suiteNames } from "../micro/suite-names.ts";
import type { Length } from "../micro/task.ts";
import { measurePeers } from "./peers.ts";
import { loadAll, type Outcome, outputFolder, type RunOptions, runAll, save } from "./run.ts";
import { measurementTables } from "./tables/measurement-tables.ts";
import { resultTable } from "./tables/result-table.ts";
import type { Terminal } from "./terminal.ts";

const scenarios = ["doorbell-2009", "region-count", "write-rate", "virtio-blk-trace"];

/** `iofd bench [suite]`: runs the shipped scenarios and all microbenchmarks, or one suite at length; writes one report. */
export async function bench(
  suite: SuiteName | "peers" | undefined,
  options: RunOptions,
  terminal: Terminal,
): Promise<void> {
  const out = outputFolder(options.out, terminal);
  await (suite === undefined ? everything(out, options.workers, terminal) : oneSuite(suite, out, terminal));
}

async function everything(out: string, workers: number | undefined, terminal: Terminal): Promise<void> {
  const outcomes: Outcome[] = [];
  for await (const outcome of runAll(loadAll(scenarios, terminal), { terminal, workers })) {
    save(out, outcome);
    outcomes.push(outcome);
  }
  const micro = await timeSuites(suiteNames, "short", terminal);
  const runs = outcomes.flatMap(({ measurement }) => measurement.runs);
  const measurement = measure({ workers: outcomes[0]!.measurement.workers, runs, ...micro });
  const page = await renderReport([...outcomes.map(({ result }) => result), measurement], pageLibraries());
  for (const { result } of outcomes) terminal.out(resultTable(result));
  finish(out, { measurement, page }, terminal);
}

async function oneSuite(suite: SuiteName | "peers", out: string, terminal: Terminal): Promise<void> {
  const timed = suite === "peers" ? await measurePeers(terminal) : await timeSuites([suite], "long", terminal);
  const measurement = measure({ workers: 1, ...timed });
  finish(out, { measurement, page: await renderReport([measurement], pageLibraries()) }, terminal);
}

/** A line as each ends: redrawing would disturb what is being timed. */
function timeSuites(suites: readonly SuiteName[], length: Length, terminal: Terminal): Promise<MicroMeasurement> {
  terminal.err("microbenchmarks of the real code");
  return runMicro(suites, length, (what) => {
    if (length === "long") terminal.err(`  ${what}`);
  });
}

function finish(out: string, made: { measurement: Measurement; page: string }, terminal: Terminal): void {
  writeWhole(resolve(out, "measurement.json"), serialise(made.measurement));
  writeWhole(resolve(out, "report.html"), made.page);
  terminal.out(measurementTables(made.measurement));
  terminal.out(`\nreport: ${resolve(out, "report.html")}`);
}
