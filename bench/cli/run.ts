import { accessSync, constants } from "node:fs";
import { resolve } from "node:path";
import { collectFaults, refuse } from "../experiment/input/fault.ts";
import type { Measurement } from "../experiment/result/measurement.ts";
import { type Result, serialise } from "../experiment/result/result.ts";
import { runScenario } from "../experiment/run-scenario.ts";
import { version } from "../host/files/locations.ts";
import { pageLibraries } from "../host/files/page-libraries.ts";
import { makeFolder, writeWhole } from "../host/files/write-file.ts";
import { measure } from "../host/machine/measurement.ts";
import { Pool } from "../host/pool/thread-pool.ts";
import { type Loaded, loadScenario } from "./load.ts";
import { showProgress } from "./progress.ts";
import { briefResult } from "./tables/brief-result.ts";
import { resultTable } from "./tables/result-table.ts";
import type { Terminal } from "./terminal.ts";

/** Whether to print every row, the folder for the results, and the number of threads (default: one a core). */
export interface RunOptions {
  readonly all?: true;
  readonly out: string;
  readonly workers?: number;
}

/** `iofd run FILE...`: runs scenarios; writes result.json, measurement.json and report.html for each. */
export async function run(files: readonly string[], options: RunOptions, terminal: Terminal): Promise<void> {
  const loaded = loadAll(files, terminal);
  const out = outputFolder(options.out, terminal);
  for await (const outcome of runAll(loaded, { terminal, workers: options.workers })) {
    const { renderReport } = await import("../../reports/page/report.ts"); // big, and a mistake should show at once
    const report = resolve(out, outcome.result.name, "report.html");
    save(out, outcome);
    writeWhole(report, await renderReport([outcome.result, outcome.measurement], pageLibraries()));
    terminal.out(resultText(outcome.result, options));
    terminal.out(`${whereTheRestIs(report, options)}\n`);
  }
}

/** A result as the terminal shows it. */
export function resultText(result: Result, { all }: RunOptions): string {
  return all ? resultTable(result) : briefResult(result);
}

/** The last line: the report, and the way to more rows. */
export function whereTheRestIs(report: string, { all }: RunOptions): string {
  return all ? `report: ${report}` : `report: ${report} (every row here: --all)`;
}

/** Makes the folder for the results. Called before a simulation starts, so that a bad --out is refused at once. */
export function outputFolder(out: string, terminal: Terminal): string {
  const folder = resolve(terminal.cwd, out);
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    refuse(`results can not be written there: ${(error as Error).message}; name another folder with --out`, out);
  }
  return folder;
}

/** Loads every file; throws an `InputError` with the faults of all files. */
export function loadAll(files: readonly string[], terminal: Terminal): Loaded[] {
  const loaded = collectFaults(files, (file) => loadScenario(file, terminal));
  const names = loaded.map(({ scenario }) => scenario.name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice) refuse(`two scenarios are called "${twice}" and would overwrite each other; rename one`);
  return loaded;
}

/** A finished scenario: its result, and the time that it took. */
export interface Outcome {
  readonly result: Result;
  readonly measurement: Measurement;
}

/** Runs scenarios one after the other on one pool of threads; yields each outcome as it ends. */
export async function* runAll(
  loaded: readonly Loaded[],
  at: { terminal: Terminal; workers: number | undefined },
): AsyncGenerator<Outcome> {
  const pool = new Pool(at.workers);
  try {
    for (const { scenario, inputs } of loaded) {
      const progress = showProgress(scenario.name, at.terminal);
      const started = performance.now();
      const result = await runScenario(scenario, inputs, { executor: pool, progress, version }).finally(() =>
        progress.stop(),
      );
      const seconds = (performance.now() - started) / 1000;
      const events = result.points.reduce((sum, point) => sum + point.events, 0);
      const runs = [{ name: result.name, seconds, events }];
      yield { result, measurement: measure({ workers: pool.workers, runs }) };
    }
  } finally {
    await pool.close();
  }
}

/** Writes result.json and measurement.json of an outcome into its folder in `out`. */
export function save(out: string, { result, measurement }: Outcome): void {
  writeWhole(resolve(out, result.name, "result.json"), serialise(result));
  writeWhole(resolve(out, result.name, "measurement.json"), serialise(measurement));
}
