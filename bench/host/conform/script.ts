import fc from "fast-check";
import * as files from "./eventfd-operations.ts";
import { doorbells, zones } from "./generators.ts";
import * as guest from "./guest-operations.ts";
import * as ioctls from "./ioctl-operations.ts";
import { EVENTFDS, type Script, type Step } from "./step.ts";
import type { Flavour } from "./system-under-test.ts";

/** Most drawn steps of a script. */
export const MAX_STEPS = 400;

type Weighted = { readonly weight: number; readonly arbitrary: fc.Arbitrary<ioctls.Operation> };

/** Weights of the operations, about a thousand in all. The removing ones are rare: each takes the kernel 8 ms. */
const commonOperations: readonly Weighted[] = [
  { weight: 300, arbitrary: guest.store },
  { weight: 60, arbitrary: guest.load },
  { weight: 40, arbitrary: guest.outs },
  { weight: 15, arbitrary: guest.ins },
  { weight: 30, arbitrary: guest.drain },
  { weight: 8, arbitrary: guest.setRing },
  { weight: 140, arbitrary: ioctls.assign },
  { weight: 22, arbitrary: ioctls.deassign },
  { weight: 25, arbitrary: ioctls.registerZone },
  { weight: 5, arbitrary: ioctls.unregisterZone },
  { weight: 1, arbitrary: ioctls.registerZones },
  { weight: 5, arbitrary: ioctls.iofd },
  { weight: 8, arbitrary: ioctls.nullPointer },
  { weight: 150, arbitrary: files.read },
  { weight: 80, arbitrary: files.write },
  { weight: 60, arbitrary: files.poll },
  { weight: 18, arbitrary: files.create },
  { weight: 3, arbitrary: files.openNull },
  { weight: 12, arbitrary: files.dup },
  { weight: 14, arbitrary: files.close },
];
const operations: Record<Flavour, readonly Weighted[]> = {
  plain: [...commonOperations, { weight: 4, arbitrary: ioctls.irqfd }],
  irqchip: [
    ...commonOperations,
    { weight: 60, arbitrary: ioctls.irqfd },
    { weight: 15, arbitrary: ioctls.eoi },
    { weight: 12, arbitrary: guest.loadRegister },
    { weight: 3, arbitrary: ioctls.setRouting },
    { weight: 1, arbitrary: ioctls.createIrqchip },
  ],
};

/** The last steps of every script. They read all counters and the ring, so that no earlier effect goes unseen. */
const finalReads: readonly Step[] = [
  ...EVENTFDS.map((fd) => ({ kind: "read", fd, size: 8 }) as const),
  { kind: "drain" },
];

function scriptsOf(flavour: Flavour): fc.Arbitrary<Script> {
  const steps = fc.array(fc.oneof(...operations[flavour]), { minLength: 1, maxLength: MAX_STEPS, size: "max" });
  return fc
    .record({
      doorbells: fc.array(doorbells, { minLength: 1, maxLength: 8, size: "max" }),
      zones: fc.array(zones, { minLength: 1, maxLength: 4, size: "max" }),
      steps,
    })
    .map((drawn) => ({ flavour, steps: [...drawn.steps.map((step) => step({ ...drawn, flavour })), ...finalReads] }));
}

/** Random scripts. Three in four have no in-kernel irqchip: their VMs are faster to create and destroy. */
export const scripts: fc.Arbitrary<Script> = fc.oneof(
  { weight: 3, arbitrary: scriptsOf("plain") },
  { weight: 1, arbitrary: scriptsOf("irqchip") },
);
