/** The files that a scenario names: cost sheets and traces, from disk or out of a result that carries them. */

import { parseTrace } from "../../trace/formats/ftrace.ts";
import { type Place, type RecordedDoorbell, recordedDoorbell } from "../../trace/regions.ts";
import type { Trace } from "../../trace/trace.ts";
import { type LoadedSheet, loadCostSheet } from "../costs/load-sheet.ts";
import type { Fault } from "../input/fault.ts";

/** Where the files come from. */
export interface InputReader {
  /** The bytes behind a reference as a scenario writes it; null where there is no such file. */
  read(reference: string): Uint8Array | null;
  /** References that can always be read. */
  readonly shippedSheets: readonly string[];
}

/** Reads each named file once, however many points name it. */
export class Inputs {
  readonly #reader: InputReader;
  readonly #bytes = new Map<string, Uint8Array | null>();
  readonly #sheets = new Map<string, { loaded?: LoadedSheet; faults: Fault[] }>();
  readonly #traces = new Map<string, Trace>();
  readonly #doorbells = new Map<string, RecordedDoorbell>();

  constructor(reader: InputReader) {
    this.#reader = reader;
  }

  /** The cost sheets that come with iofd, as scenarios name them. */
  get shippedSheets(): readonly string[] {
    return this.#reader.shippedSheets;
  }

  bytes(reference: string): Uint8Array | null {
    return remember(this.#bytes, reference, () => this.#reader.read(reference));
  }

  /** The cost sheet in that file, or what is wrong with it; null where there is no such file. */
  sheet(reference: string): { loaded?: LoadedSheet; faults: Fault[] } | null {
    const bytes = this.bytes(reference);
    return bytes && remember(this.#sheets, reference, () => loadCostSheet(reference, new TextDecoder().decode(bytes)));
  }

  /** The trace in that file; null where there is no such file. Throws a `TraceError` where it is no trace. */
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
