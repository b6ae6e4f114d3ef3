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
import {
  loadAll,
  type Outcome,
  outputFolder,
  type RunOptions,
  resultText,
  runAll,
  save,
  whereTheRestIs,
} from "./run.ts";
import { briefMeasurement, measurementTables } from "./tables/measurement-tables.ts";
import type { Terminal } from "./terminal.ts";

const scenarios = ["doorbell-2009", "region-count", "write-rate", "virtio-blk-trace"];

/** `iofd bench [suite]`: runs the shipped scenarios and all microbenchmarks, or one suite at length; writes one report. */
export async function bench(
  suite: SuiteName | "peers" | undefined,
  options: RunOptions,
  terminal: Terminal,
): Promise<void> {
  const out = outputFolder(options.out, terminal);
  await (suite === undefined ? everything(out, options, terminal) : oneSuite(suite, out, terminal));
}

async function everything(out: string, options: RunOptions, terminal: Terminal): Promise<void> {
  const outcomes: Outcome[] = [];
  for await (const outcome of runAll(loadAll(scenarios, terminal), { terminal, workers: options.workers })) {
    save(out, outcome);
    outcomes.push(outcome);
    terminal.out(resultText(outcome.result, options));
  }
  const micro = await timeSuites(suiteNames, "short", terminal);
  const runs = outcomes.flatMap(({ measurement }) => measurement.runs);
  const measurement = measure({ workers: outcomes[0]!.measurement.workers, runs, ...micro });
  const page = await renderReport([...outcomes.map(({ result }) => result), measurement], pageLibraries());
  terminal.out(options.all ? measurementTables(measurement) : briefMeasurement(measurement));
  const report = leave(out, { measurement, page });
  terminal.out(`\n${whereTheRestIs(report, options)}`);
}

async function oneSuite(suite: SuiteName | "peers", out: string, terminal: Terminal): Promise<void> {
  const timed = suite === "peers" ? await measurePeers(terminal) : await timeSuites([suite], "long", terminal);
  const measurement = measure({ workers: 1, ...timed });
  terminal.out(measurementTables(measurement));
  const report = leave(out, { measurement, page: await renderReport([measurement], pageLibraries()) });
  terminal.out(`\nreport: ${report}`);
}

/** Prints a line after each timing; a bar that redraws would disturb the timings. */
function timeSuites(suites: readonly SuiteName[], length: Length, terminal: Terminal): Promise<MicroMeasurement> {
  terminal.err("timing the real code, one benchmark at a time");
  return runMicro(suites, length, (what) => {
    if (length === "long") terminal.err(`  ${what}`);
  });
}

/** Writes the measurement and the page; returns where the page is. */
function leave(out: string, made: { measurement: Measurement; page: string }): string {
  const report = resolve(out, "report.html");
  writeWhole(resolve(out, "measurement.json"), serialise(made.measurement));
  writeWhole(report, made.page);
  return report;
}
