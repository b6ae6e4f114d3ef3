/** The `iofd` command: parses the command line, runs the verb, turns errors into exit codes. */

import { Command, CommanderError } from "commander";
import { faultLine, InputError, NegativeAnswer } from "../experiment/input/fault.ts";
import { version } from "../host/files/locations.ts";
import { raiseInliningLimit } from "../host/machine/v8-options.ts";
import { addCommands } from "./commands.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

/** Runs one command line and returns its exit code: 0 ok, 1 the run failed, 2 the user's mistake. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command("iofd")
    .description("What would iofd (KVM_IOEVENTFD) save? Simulates and measures how a guest tells its host to look.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    });
  addCommands(program, terminal);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    return exitCode(error, terminal);
  }
}

function exitCode(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof InputError) {
    for (const fault of error.faults) terminal.err(faultLine(fault));
    return 2;
  }
  if (error instanceof NegativeAnswer) {
    terminal.err(error.message);
    return 1;
  }
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  terminal.err("The run failed; this is a fault of iofd, not of your input.");
  return 1;
}

/** Runs the command line of this process. Ctrl-C shows the cursor again, which a progress bar hides. */
export async function runProcess(): Promise<void> {
  raiseInliningLimit();
  process.on("SIGINT", () => {
    const showCursor = process.stderr.isTTY ? "\u001b[?25h" : "";
    process.stderr.write(`${showCursor}\ninterrupted; nothing unfinished was written\n`);
    process.exit(130);
  });
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0); // the reader has closed the pipe, as `head` does
  });
  process.exitCode = await main(process.argv.slice(2), processTerminal());
}
