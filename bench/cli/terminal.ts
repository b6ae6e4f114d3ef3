/** Everything a command touches outside itself, in one object, so that tests can hand in their own. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress and complaints. */
  err(text: string): void;
  /** Whether stderr is a terminal that can redraw a line. */
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
