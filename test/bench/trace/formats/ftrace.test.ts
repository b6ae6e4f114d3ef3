import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { shippedScenarios } from "../../../../bench/host/files/locations.ts";
import { parseTrace } from "../../../../bench/trace/formats/ftrace.ts";
import { recordedDoorbell, writtenRegions } from "../../../../bench/trace/regions.ts";

const file = join(shippedScenarios, "traces/virtio-blk-modern-mmio-noioeventfd.ftrace.txt.gz");
const bytes = readFileSync(file);
const trace = parseTrace(bytes);

test("the shipped trace holds 7460 events, of which 3283 are exits to userspace", () => {
  expect(trace.events).toBe(7460);
  expect([...trace.userspaceExits.values()].reduce((a, b) => a + b)).toBe(3283);
  expect(trace.lost).toBe(0);
});

test("its most written address is the queue's: 501 two-byte notifications at 0xfebfb000", () => {
  expect(writtenRegions(trace)[0]).toEqual({ space: "mmio", address: 0xfebfb000n, len: 2, writes: 501 });
});

test("doorbells come at their recorded microseconds, from the first", () => {
  const times = recordedDoorbell(trace, { space: "mmio", address: 0xfebfb000n, len: 2 }).arrivals;
  expect(times.length).toBe(501);
  expect(times.slice(0, 3)).toEqual([0, 21_656_000, 22_380_000]); // 2413.775954, .797610, .798334
});

test("a read of a doorbell's address is not a doorbell", () => {
  const line = (details: string) => ` qemu-27336   [001] .....  2413.775954: kvm_mmio: ${details}`;
  const text = [
    "mmio write len 2 gpa 0x10 val 0x0",
    "mmio read len 2 gpa 0x10 val 0x0",
    "mmio write len 4 gpa 0x10 val 0x0",
  ]
    .map(line)
    .join("\n");
  const small = parseTrace(Buffer.from(text));
  expect(small.accesses.length).toBe(3);
  expect(recordedDoorbell(small, { space: "mmio", address: 0x10n, len: 2 }).arrivals).toEqual([0]);
});

test("events that the kernel lost are counted", () => {
  const text = `${gunzipSync(bytes).toString()}CPU:1 [LOST 42 EVENTS]\n`;
  expect(parseTrace(Buffer.from(text)).lost).toBe(42);
});

test("gzipped files of two CPUs, joined end to end, are read whole", () => {
  const line = (cpu: number, time: string) =>
    ` qemu-27336   [00${cpu}] .....  ${time}: kvm_mmio: mmio write len 2 gpa 0x10 val 0x0\n`;
  const joined = Buffer.concat([gzipSync(line(0, "1.000001")), gzipSync(line(1, "1.000002"))]);
  expect(parseTrace(joined).accesses.length).toBe(2);
});

test("a truncated file is refused, not read as a short trace", () => {
  expect(() => parseTrace(bytes.subarray(0, 5000))).toThrow("damaged gzip (it ends too soon); copy the file again");
});

test("a damaged file is refused, not read as another trace", () => {
  const damaged = Uint8Array.from(bytes, (byte, i) => (i === 20_000 ? byte ^ 1 : byte));
  expect(() => parseTrace(damaged)).toThrow("damaged gzip (incorrect data check); copy the file again");
});
