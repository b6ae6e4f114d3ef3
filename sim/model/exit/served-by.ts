/** Who does the device's work, however its doorbells arrive. */

import type { BackendKind, BackendSpec } from "../spec/backend-spec.ts";
import type { Notify } from "../spec/notify.ts";
import { mechanisms } from "./mechanisms/mechanisms.ts";

/** A device, as far as it tells who does its work. */
export interface ServedDevice {
  readonly notify: Notify;
  readonly backend: Pick<BackendSpec, "kind" | "handler">;
}

/** The kind of thread that does the work. */
export function workerKind({ notify, backend }: ServedDevice): BackendKind {
  const { kind, handler = "inline" } = backend;
  if (mechanisms[notify].servedBy === "backend" || handler === "inline") return kind;
  return handler === "iothread" ? "iothread" : "main-loop";
}

/** Whether a thread of its own does the work, and not a callback of the kernel or the vcpu's thread in the VMM. */
export function servedByThread(device: ServedDevice): boolean {
  const { handler = "inline" } = device.backend;
  const reaches = mechanisms[device.notify].servedBy === "backend" || handler !== "inline";
  return reaches && workerKind(device) !== "counter";
}
