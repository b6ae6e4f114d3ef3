/** The files that a scenario names: cost sheets and traces, from disk or from a result that carries them. */

import { parseTrace } from "../../trace/formats/ftrace.ts";
import { type Place, type RecordedDoorbell, recordedDoorbell } from "../../trace/regions.ts";
import type { Trace } from "../../trace/trace.ts";
import { type LoadedSheet, loadCostSheet } from "../costs/load-sheet.ts";
import type { Fault } from "../input/fault.ts";

/** Reads the files: from disk, or from a result. */
export interface InputReader {
  /** The bytes of a file, named as in the scenario; null where there is no such file. */
  read(reference: string): Uint8Array | null;
  /** Names of the sheets that come with iofd. */
  readonly shippedSheets: readonly string[];
}

/** Reads and parses each named file once for all points. */
export class Inputs {
  readonly #reader: InputReader;
  readonly #bytes = new Map<string, Uint8Array | null>();
  readonly #sheets = new Map<string, { loaded?: LoadedSheet; faults: Fault[] }>();
  readonly #traces = new Map<string, Trace>();
  readonly #doorbells = new Map<string, RecordedDoorbell>();

  constructor(reader: InputReader) {
    this.#reader = reader;
  }

  get shippedSheets(): readonly string[] {
    return this.#reader.shippedSheets;
  }

  bytes(reference: string): Uint8Array | null {
    return remember(this.#bytes, reference, () => this.#reader.read(reference));
  }

  /** The cost sheet in that file, or its faults; null where there is no such file. */
  sheet(reference: string): { loaded?: LoadedSheet; faults: Fault[] } | null {
    const bytes = this.bytes(reference);
    return bytes && remember(this.#sheets, reference, () => loadCostSheet(reference, new TextDecoder().decode(bytes)));
  }

  /** The trace in that file; null where there is no such file. Throws a `TraceError` where the file is not a trace. */
  trace(reference: string): Trace | null {
    const bytes = this.bytes(reference);
    return bytes && remember(this.#traces, reference, () => parseTrace(bytes));
  }

  /** The stores to a doorbell in the trace of that file; null where there is no such file. All points share the list. */
  doorbell(reference: string, place: Place): RecordedDoorbell | null {
    const trace = this.trace(reference);
    const key = `${place.space} ${place.address} ${place.len} ${reference}`;
    return trace && remember(this.#doorbells, key, () => recordedDoorbell(trace, place));
  }
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.has(key) ? known.get(key)! : make();
  known.set(key, value);
  return value;
}
