/** Reads a recorded KVM trace as the kernel's trace buffer prints it (`/sys/kernel/tracing/trace`), plain or gzipped. */

import { ungzip } from "pako";
import { type Trace, type TracedAccess, TraceError } from "../trace.ts";

const eventLine = /^\s*.+-(\d+)\s+\[\d+\]\s+\S+\s+(\d+)\.(\d{1,9}):\s+(\w+):\s+(.*)$/;
const lostLine = /\[LOST (\d+) EVENTS\]/;
const mmio = /^mmio (write|read|unsatisfied-read) len (\d+) gpa (0x[0-9a-f]+)/;
const pio = /^pio_(write|read) at (0x[0-9a-f]+) size (\d+)/;
const userspaceExit = /^reason (\w+) \(/;

/** Parses the bytes of a trace file; throws a `TraceError` where they are damaged or not a trace. */
export function parseTrace(bytes: Uint8Array): Trace {
  const trace = {
    accesses: [] as TracedAccess[],
    exits: new Map<string, number>(),
    events: 0,
    lost: 0,
    start: 0,
    end: 0,
  };
  for (const [number, line] of textOf(bytes).split("\n").entries()) {
    const match = eventLine.exec(line);
    if (!match) {
      trace.lost += Number(lostLine.exec(line)?.[1] ?? 0);
      continue;
    }
    const [, thread, seconds, fraction, event, details] = match;
    const time = Number(seconds) * 1e9 + Number(fraction!.padEnd(9, "0"));
    trace.events += 1;
    if (trace.events === 1) trace.start = time;
    else if (time < trace.end)
      throw new TraceError(`line ${number + 1} of the trace lies before the line above it; sort it by time`);
    trace.end = time;
    const access = accessOf({ thread: thread!, time }, event!, details!);
    if (access) trace.accesses.push(access);
    const reason = event === "kvm_userspace_exit" ? userspaceExit.exec(details!)?.[1] : undefined;
    if (reason) trace.exits.set(reason, (trace.exits.get(reason) ?? 0) + 1);
  }
  if (trace.events === 0)
    throw new TraceError("no trace events found; expected the text of a trace buffer with kvm events");
  return { ...trace, userspaceExits: trace.exits };
}

function accessOf(at: { thread: string; time: number }, event: string, details: string): TracedAccess | null {
  const match = event === "kvm_mmio" ? mmio.exec(details) : event === "kvm_pio" ? pio.exec(details) : null;
  if (!match) return null;
  const [, direction, first, second] = match;
  const [address, len] = event === "kvm_mmio" ? [second!, first!] : [first!, second!];
  const space = event === "kvm_mmio" ? "mmio" : "pio";
  return { ...at, space, write: direction === "write", address: BigInt(address), len: Number(len) };
}

function textOf(bytes: Uint8Array): string {
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!gzipped) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder().decode(ungzip(bytes));
  } catch (error) {
    // pako throws its messages; zlib calls a stream that ends too soon a buffer error.
    const why = error instanceof Error ? error.message : String(error);
    throw new TraceError(`damaged gzip (${why === "buffer error" ? "it ends too soon" : why}); copy the file again`);
  }
}
