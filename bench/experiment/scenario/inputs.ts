/** The files that a scenario names: cost sheets and traces, from disk or out of a result that carries them. */

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseTrace, type Trace } from "../../trace/formats/ftrace.ts";
import { type LoadedSheet, loadCostSheet } from "../costs/load-sheet.ts";
import type { Fault } from "../input/fault.ts";

/** The bytes behind a reference as a scenario writes it; null where there is no such file. */
export type InputReader = (reference: string) => Uint8Array | null;

/** Reads each named file once, however many points name it. */
export class Inputs {
  readonly #read: InputReader;
  readonly #bytes = new Map<string, Uint8Array | null>();
  readonly #sheets = new Map<string, { loaded?: LoadedSheet; faults: Fault[] }>();
  readonly #traces = new Map<string, Trace>();

  constructor(read: InputReader) {
    this.#read = read;
  }

  bytes(reference: string): Uint8Array | null {
    return remember(this.#bytes, reference, () => this.#read(reference));
  }

  /** The cost sheet in that file, or what is wrong with it; null where there is no such file. */
  sheet(reference: string): { loaded?: LoadedSheet; faults: Fault[] } | null {
    const bytes = this.bytes(reference);
    return bytes && remember(this.#sheets, reference, () => loadCostSheet(reference, new TextDecoder().decode(bytes)));
  }

  /** The trace in that file; null where there is no such file. Throws an `InputError` where it is no trace. */
  trace(reference: string): Trace | null {
    const bytes = this.bytes(reference);
    return bytes && remember(this.#traces, reference, () => parseTrace(reference, bytes));
  }
}

/** Looks beside the scenario first, then among the scenarios that come with iofd. */
export function diskInputs(scenarioFile: string, shipped: string): Inputs {
  return new Inputs(
    (reference) => tryRead(resolve(dirname(scenarioFile), reference)) ?? tryRead(resolve(shipped, reference)),
  );
}

function tryRead(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.has(key) ? known.get(key)! : make();
  known.set(key, value);
  return value;
}
