/** The outside of a command: output and working folder. Tests pass their own. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress, warnings and errors. */
  err(text: string): void;
  /** Whether stderr is a terminal, where a progress bar can redraw its line. */
  readonly interactive: boolean;
  /** Where relative paths start. */
  readonly cwd: string;
}

/** The process's own terminal. */
export function processTerminal(): Terminal {
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    interactive: Boolean(process.stderr.isTTY),
    cwd: process.cwd(),
  };
}
