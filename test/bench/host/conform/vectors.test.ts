/** The known vectors, on the running kernel and on our `Vm`: both must give the documented answers. */

import { afterAll, describe, expect, test } from "vitest";
import { accesses, zones } from "./access-vectors.ts";
import { eventfds, irqfds } from "./event-vectors.ts";
import { deassigns, ioctls } from "./ioctl-vectors.ts";
import { openKernel, Rig, type Vector } from "./rig.ts";

const kernel = openKernel();
if (typeof kernel === "string") console.warn(`the running kernel is not tested: ${kernel}`);
afterAll(() => {
  if (typeof kernel !== "string") kernel.close();
});

describe.each([
  ["the running kernel", typeof kernel === "string" ? "absent" : kernel],
  ["our Vm", null],
] as const)("%s", (_, host) => {
  const run = test.skipIf(host === "absent");
  const ask = (vector: Vector, flavour: "plain" | "irqchip"): void => {
    if (host === "absent") return;
    const rig = new Rig(host, flavour);
    try {
      expect(vector[1](rig)).toEqual(vector[2]);
    } finally {
      rig.system.close();
    }
  };
  run.each([...ioctls, ...deassigns, ...accesses, ...zones, ...eventfds])("%s", (...vector) => ask(vector, "plain"));
  run.each([...irqfds])("irqfd: %s", (...vector) => ask(vector, "irqchip"));
  run("irqfd: EINVAL without an in-kernel irqchip", () => ask(["", (r) => r.irqfd(r.e(), 5), "EINVAL"], "plain"));
});
