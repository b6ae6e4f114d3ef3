import { type CostSheet, Machine, type MachineSpec, type Price, type RunSpec } from "../../../sim/index.ts";

const price = (mean: number): Price => ({ kind: "constant", mean });
const both = (mean: number) => ({ pio: price(mean), mmio: price(mean) });

/** Prices that are easy to add up by hand. */
export const sheet: CostSheet = {
  name: "round numbers",
  timeUnit: "ns",
  stages: {
    exit: both(100),
    decode: { mmio: price(1000) },
    signal: both(50),
    wake: both(500),
    coalesce: both(30),
    "to-userspace": both(2000),
    dispatch: both(300),
    "to-kernel": both(1500),
    entry: both(200),
  },
  thread: {
    "context-switch": price(1000),
    syscall: price(200),
    inject: price(50),
    "irq-ioctl": price(80),
    kick: price(400),
    "posted-interrupt": price(30),
    interrupt: price(600),
    eoi: price(70),
    "poll-check": price(10),
  },
  steps: { "bus-linear-step": 1, "bus-bsearch-step": 10, "bus-hash-step": 5 },
  idle: [
    { name: "C1", residency: 2000, exitLatency: 700 },
    { name: "C6", residency: 600_000, exitLatency: 90_000 },
  ],
};

/** One vcpu ringing one PIO iofd of today's kernel, again and again. */
export const plain: MachineSpec = {
  kernel: "upstream",
  deviceLimit: "kernel",
  costs: sheet,
  vcpus: 1,
  workload: { kind: "closed", think: price(0) },
  space: "pio",
  address: 0xc000n,
  len: 4,
  notify: "iofd",
  regions: { count: 1, choice: "first", match: "wildcard" },
  backend: { kind: "counter", service: undefined },
};

export const once: RunSpec = { seed: 1, replication: 1, requests: 1, warmup: 0, keep: "totals" };

/** Runs a machine that differs from `plain` as said. */
export function run(changes: Partial<MachineSpec>, length: Partial<RunSpec> = {}) {
  const machine = new Machine({ ...plain, ...changes }, { ...once, ...length });
  return { machine, seen: machine.run() };
}

export { price };
