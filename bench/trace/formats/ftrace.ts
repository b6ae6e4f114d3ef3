/** Reads a recorded KVM trace as the kernel's trace buffer prints it (`/sys/kernel/tracing/trace`), plain or gzipped. */

import { gunzipSync } from "node:zlib";
import type { Space } from "../../../sim/index.ts";
import { refuse } from "../../experiment/input/fault.ts";

/** One guest access that trapped. */
export interface TracedAccess {
  /** The vcpu's thread. */
  readonly thread: string;
  /** Nanoseconds on the trace's own clock; the buffer prints microseconds. */
  readonly time: number;
  readonly space: Space;
  readonly write: boolean;
  readonly address: bigint;
  readonly len: number;
}

/** What a trace holds, as far as this program reads it. */
export interface Trace {
  readonly accesses: readonly TracedAccess[];
  /** Exits to userspace by reason, as `kvm_userspace_exit` names it. */
  readonly userspaceExits: ReadonlyMap<string, number>;
  readonly events: number;
  /** Events that the kernel reports as lost; the counts are then too low. */
  readonly lost: number;
  readonly start: number;
  readonly end: number;
}

const eventLine = /^\s*.+-(\d+)\s+\[\d+\]\s+\S+\s+(\d+)\.(\d{1,9}):\s+(\w+):\s+(.*)$/;
const lostLine = /\[LOST (\d+) EVENTS\]/;
const mmio = /^mmio (write|read|unsatisfied-read) len (\d+) gpa (0x[0-9a-f]+)/;
const pio = /^pio_(write|read) at (0x[0-9a-f]+) size (\d+)/;
const userspaceExit = /^reason (\w+) \(/;

/** Parses the bytes of a trace file; refuses, by name, what is damaged or is no trace. */
export function parseTrace(file: string, bytes: Uint8Array): Trace {
  const trace = {
    accesses: [] as TracedAccess[],
    exits: new Map<string, number>(),
    events: 0,
    lost: 0,
    start: 0,
    end: 0,
  };
  for (const [number, line] of textOf(file, bytes).split("\n").entries()) {
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
      refuse(`line ${number + 1} of the trace lies before the line above it; sort it by time`, file);
    trace.end = time;
    const access = accessOf({ thread: thread!, time }, event!, details!);
    if (access) trace.accesses.push(access);
    const reason = event === "kvm_userspace_exit" ? userspaceExit.exec(details!)?.[1] : undefined;
    if (reason) trace.exits.set(reason, (trace.exits.get(reason) ?? 0) + 1);
  }
  if (trace.events === 0) refuse("no trace events found; expected the text of a trace buffer with kvm events", file);
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

function textOf(file: string, bytes: Uint8Array): string {
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!gzipped) return new TextDecoder().decode(bytes);
  try {
    return gunzipSync(bytes).toString("utf8");
  } catch (error) {
    return refuse(`damaged gzip (${(error as Error).message}); copy the file again`, file);
  }
}
