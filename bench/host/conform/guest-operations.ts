import fc from "fast-check";
import type { Space } from "../../../sim/index.ts";
import { HIGH_RAM, SYSTEM_GPA } from "../kvm/guest-code.ts";
import { memoryAddresses, mostly, ports, values } from "./generators.ts";
import type { Operation } from "./ioctl-operations.ts";
import type { ScriptContext } from "./script-context.ts";

/** A choice of target, drawn before the script's doorbells and zones are known. */
interface TargetChoice {
  readonly at: "doorbell" | "zone" | "zone end" | "memory" | "port";
  readonly index: number;
  readonly memory: bigint;
  readonly port: bigint;
  /** Offset from the target, in bytes. */
  readonly delta: number;
  /** `null`: the length of the target. */
  readonly len: number | null;
}

interface Target {
  readonly space: Space;
  readonly gpa: bigint;
  readonly len: number;
  readonly datamatch: bigint;
}

const targetChoices: fc.Arbitrary<TargetChoice> = fc.record({
  at: fc.oneof(
    { weight: 10, arbitrary: fc.constant("doorbell" as const) },
    { weight: 4, arbitrary: fc.constant("zone" as const) },
    { weight: 2, arbitrary: fc.constant("zone end" as const) },
    { weight: 3, arbitrary: fc.constant("memory" as const) },
    { weight: 2, arbitrary: fc.constant("port" as const) },
  ),
  index: fc.nat({ max: 7 }),
  memory: memoryAddresses,
  port: ports,
  delta: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -4, max: 4 }) }),
  len: mostly(null, fc.constantFrom(1, 2, 4, 8, 16), 3),
});

function chosenTarget(
  choice: TargetChoice,
  { doorbells, zones }: ScriptContext,
): Omit<Target, "len"> & { len: number } {
  const zone = zones[choice.index % zones.length]!;
  const doorbell = doorbells[choice.index % doorbells.length]!;
  const space = zone.pio === 1 ? "pio" : "mmio";
  switch (choice.at) {
    case "doorbell":
      return {
        space: doorbell.bus === "pio" ? "pio" : "mmio",
        gpa: doorbell.addr,
        len: doorbell.len,
        datamatch: doorbell.datamatch ?? 5n,
      };
    case "zone":
      return { space, gpa: zone.addr, len: 4, datamatch: 5n };
    case "zone end":
      return { space, gpa: zone.addr + BigInt(zone.size), len: 4, datamatch: 5n };
    case "memory":
      return { space: "mmio", gpa: choice.memory, len: 4, datamatch: 5n };
    case "port":
      return { space: "pio", gpa: choice.port, len: 2, datamatch: 5n };
  }
}

/** The chosen target, moved if need be to one that the guest can access: a 16-bit port, or memory that `isMapped`. */
function reachableTarget(choice: TargetChoice, context: ScriptContext): Target {
  const { space, gpa, len, datamatch } = chosenTarget(choice, context);
  const wanted = gpa + BigInt(choice.delta);
  const bytes = choice.len ?? (len || 4);
  if (space === "pio") return { space, gpa: allowedPort(wanted), len: Math.min(bytes, 4), datamatch };
  return { space, gpa: isMapped(wanted) ? wanted : 0x10000000n + (wanted & 0xfffn), len: bytes, datamatch };
}

/** A 16-bit port that does not touch the 8259s' first ports: their registers record the interrupts. */
function allowedPort(wanted: bigint): bigint {
  const port = wanted & 0xffffn;
  const isController = [0x20n, 0xa0n].some((controller) => port > controller - 4n && port < controller + 2n);
  return isController ? port + 0x200n : port;
}

const GIGABYTE = 1n << 30n;

function isMapped(gpa: bigint): boolean {
  if (gpa >= BigInt(SYSTEM_GPA) - 16n && gpa < BigInt(HIGH_RAM.gpa + HIGH_RAM.size)) return false;
  return (gpa >= 0n && gpa < 5n * GIGABYTE - 16n) || (gpa >= 256n * GIGABYTE && gpa < 257n * GIGABYTE - 16n);
}

/** `null`: the value that the target's datamatch needs. */
const storedValues = mostly(null, values, 3);

export const store: fc.Arbitrary<Operation> = fc
  .record({ choice: targetChoices, value: storedValues })
  .map(({ choice, value }) => (context) => {
    const { datamatch, ...target } = reachableTarget(choice, context);
    return { kind: "store", ...target, value: value ?? datamatch };
  });

export const load: fc.Arbitrary<Operation> = targetChoices.map((choice) => (context) => {
  const { space, gpa, len } = reachableTarget(choice, context);
  return { kind: "load", space, gpa, len };
});

/** The target's port and length, or the drawn port if the target is memory. */
function targetPort(choice: TargetChoice, context: ScriptContext): { port: bigint; len: number } {
  const target = reachableTarget(choice, context);
  return target.space === "pio"
    ? { port: target.gpa, len: target.len }
    : { port: choice.port, len: Math.min(target.len, 4) };
}

export const outs: fc.Arbitrary<Operation> = fc
  .record({ choice: targetChoices, elements: fc.array(storedValues, { minLength: 1, maxLength: 6 }) })
  .map(({ choice, elements }) => (context) => {
    const { datamatch } = reachableTarget(choice, context);
    return { kind: "outs", ...targetPort(choice, context), values: elements.map((value) => value ?? datamatch) };
  });

export const ins: fc.Arbitrary<Operation> = fc
  .record({ choice: targetChoices, count: fc.integer({ min: 1, max: 6 }) })
  .map(({ choice, count }) => (context) => ({ kind: "ins", ...targetPort(choice, context), count }));

export const drain: fc.Arbitrary<Operation> = fc.constant(() => ({ kind: "drain" }));

const indexes = fc.constantFrom(0, 1, 2, 84, 85, 86, 167, 168, 169, 170, 171, 0xffffffff);
export const setRing: fc.Arbitrary<Operation> = fc
  .record({ first: indexes, last: indexes })
  .map((ring) => () => ({ kind: "set-ring", ...ring }));

const registers = fc.oneof(
  fc.record({
    space: fc.constant("pio" as const),
    gpa: fc.constantFrom(0x1fn, 0x20n, 0x21n, 0x22n, 0xa0n, 0xa1n, 0x4d0n, 0x4d1n, 0x4cfn),
    len: fc.constantFrom(1, 2, 4),
  }),
  fc.record({
    space: fc.constant("mmio" as const),
    gpa: fc.constantFrom(
      0xfebffffen,
      0xfec00000n,
      0xfec00010n,
      0xfec00100n,
      0xfedffffen,
      0xfee00020n,
      0xfee00ffcn,
      0xfee00ffen,
    ),
    len: fc.constantFrom(4, 8),
  }),
);

/** Loads of the registers of 8259, IO-APIC and local APIC, and of the addresses next to them. */
export const loadRegister: fc.Arbitrary<Operation> = registers.map((at) => () => ({ kind: "load-register", ...at }));
