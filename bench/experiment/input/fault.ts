/** A mistake of the user in a file or on the command line: its place, what is wrong, what to do. */
export interface Fault {
  readonly file: string;
  /** 1-based; absent where the fault is the file as a whole. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** Makes a fault of a message, at a path of the file. */
export type ReportFault = (path: readonly (string | number)[], message: string) => Fault;

/** Thrown once with all faults found; the command line prints them and exits with 2. */
export class InputError extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(faultLine).join("\n"));
    this.name = "InputError";
    this.faults = faults;
  }
}

/** `file:line:column: message`, as compilers print it. */
export function faultLine(fault: Fault): string {
  const place = [fault.file, fault.line, fault.column].filter((part) => part !== undefined && part !== "").join(":");
  return place ? `${place}: ${fault.message}` : fault.message;
}

/** Each fault once, in the order of the file. */
export function distinct(faults: readonly Fault[]): Fault[] {
  const seen = new Map(faults.map((fault) => [JSON.stringify(fault), fault]));
  return [...seen.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** One fault without a place in a file, thrown. */
export function refuse(message: string, file = ""): never {
  throw new InputError([{ file, message }]);
}

/** What `of` makes of each; throws the faults of all where any is refused. */
export function collectFaults<T, Made>(items: readonly T[], of: (item: T) => Made): Made[] {
  const faults: Fault[] = [];
  const made = items.flatMap((item) => {
    try {
      return [of(item)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  if (faults.length > 0) throw new InputError(faults);
  return made;
}

/** A run that ended properly with a negative answer: exit code 1. The user made no mistake. */
export class NegativeAnswer extends Error {
  override readonly name = "NegativeAnswer";
}
