/** The verbs of `iofd`: names, arguments, options. An action imports the work, so that no verb loads that of another. */

import { Argument, type Command, InvalidArgumentError } from "commander";
import { suiteNames } from "../micro/suite-names.ts";
import type { Terminal } from "./terminal.ts";

/** Adds every verb to `program`. */
export function addCommands(program: Command, terminal: Terminal): void {
  addRun(program, terminal);
  addBench(program, terminal);
  addReport(program, terminal);
  addConform(program, terminal);
  addList(program, terminal);
  addValidate(program, terminal);
  addInit(program, terminal);
  addSchema(program, terminal);
}

function addRun(program: Command, terminal: Terminal): void {
  program
    .command("run")
    .description("run scenarios: print the answers, write result.json, measurement.json and report.html for each")
    .argument("<files...>", "scenario files, names of shipped scenarios, or a result.json to run again")
    .option("--all", "print every row and every warning in full")
    .option("--out <dir>", "folder for the results; each scenario gets a folder in it", "iofd-out")
    .option("--workers <n>", "number of threads (default: one per core)", workerCount)
    .action(async (files, options) => (await import("./run.ts")).run(files, options, terminal));
}

function addBench(program: Command, terminal: Terminal): void {
  const suite = new Argument("[suite]", 'run one suite only, at length; "peers" times other engines beside ours');
  program
    .command("bench")
    .description("run the shipped scenarios and the microbenchmarks, and write one report")
    .addArgument(suite.choices([...suiteNames, "peers"]))
    .option("--all", "print every row and every warning in full")
    .option("--out <dir>", "folder for results and report", "iofd-out")
    .option("--workers <n>", "number of threads (default: one per core)", workerCount)
    .action(async (suite, options) => (await import("./bench.ts")).bench(suite, options, terminal));
}

function addReport(program: Command, terminal: Terminal): void {
  program
    .command("report")
    .description("write one HTML page from result.json and measurement.json files")
    .argument("<files...>", "result.json and measurement.json files")
    .option("--out <file>", "file for the page", "report.html")
    .action(async (files, options) => (await import("./report.ts")).report(files, options, terminal));
}

function addConform(program: Command, terminal: Terminal): void {
  program
    .command("conform")
    .description("run random operations on this machine's KVM and on sim/kvm, and compare every answer")
    .option("--ops <n>", "number of operations", wholeNumber, 100_000)
    .option("--seed <n>", "seed of the random operations", wholeNumber, 1)
    .option("--vms <n>", "number of virtual machines at a time, each in its own process", wholeNumber, 8)
    .option("--out <file>", "also write the findings to this file, as JSON")
    .action(async (options) => (await import("./conform.ts")).conform(options, terminal));
}

function addList(program: Command, terminal: Terminal): void {
  program
    .command("list")
    .description("list the shipped scenarios, or the points of one scenario; runs nothing")
    .argument("[file]", "a scenario file, or the name of a shipped scenario")
    .action(async (file) => (await import("./list.ts")).list(file, terminal));
}

function addValidate(program: Command, terminal: Terminal): void {
  program
    .command("validate")
    .description("check scenarios, the files they name, and cost sheets; print every fault with its line")
    .argument("<files...>", "scenario files or cost sheets")
    .action(async (files) => (await import("./validate.ts")).validate(files, terminal));
}

function addInit(program: Command, terminal: Terminal): void {
  program
    .command("init")
    .description("write a commented scenario to start from")
    .argument("[file]", "name of the new file", "my-device.yaml")
    .action(async (file) => (await import("./init.ts")).init(file, terminal));
}

function addSchema(program: Command, terminal: Terminal): void {
  program
    .command("schema")
    .description("print the JSON Schema of scenario files, for editors")
    .option("--costs", "print the JSON Schema of cost sheets instead")
    .action(async (options) => (await import("./schema.ts")).schema(options, terminal));
}

/** Parses an option that is a whole number above 0. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError("expected a whole number above 0");
  return value;
}

function workerCount(text: string): number {
  const workers = wholeNumber(text);
  if (workers > 64) throw new InvalidArgumentError("expected at most 64 threads");
  return workers;
}
