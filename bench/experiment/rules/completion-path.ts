/** Rules for the way of a completion back to the guest. */

import { capabilities, mechanisms, workerKind } from "../../../sim/spec.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import type { Settings } from "../scenario/schema.ts";

/** Refuses settings that need an interrupt where none is raised, and level-triggered lines that KVM refuses. */
export function returnFaults(settings: Settings, report: ReportFault): Fault[] {
  const { kind, trigger } = settings.return;
  if (kind === "none") return unreturned(settings, report);
  return [...budgetFaults(settings, report), ...(trigger === "level" ? levelFaults(settings, report) : [])];
}

/** A handler that leaves completions untaken looks again by itself, so it must not be interrupted for the next ones. */
function budgetFaults({ return: back, virtqueue }: Settings, report: ReportFault): Fault[] {
  if (back.budget === undefined) return [];
  const faults: Fault[] = [];
  const refuse = (message: string) => faults.push(report(["return", "budget"], message));
  if (virtqueue?.suppression !== "event-idx") {
    refuse(
      "a handler that polls must be able to ask for no interrupts; set virtqueue.suppression: event-idx, or leave budget out",
    );
  }
  if (back.trigger === "level") {
    refuse(
      "a level-triggered line would be raised again for completions that were left; use trigger: edge, or leave budget out",
    );
  }
  return faults;
}

function unreturned({ guest, return: back }: Settings, report: ReportFault): Fault[] {
  const faults: Fault[] = [];
  const refuse = (path: string[], what: string) =>
    faults.push(report(path, `${what}, and this guest gets no interrupts; set return.kind`));
  if (guest.work.answer) refuse(["guest", "work", "answer"], "an interrupt handler does this work");
  if (back["completion-doorbell"] !== "none") {
    refuse(["return", "completion-doorbell"], "an interrupt handler rings this doorbell");
  }
  if (back.trigger === "level") refuse(["return", "trigger"], "a trigger is that of an interrupt");
  if (back.budget !== undefined) refuse(["return", "budget"], "a budget is that of an interrupt handler");
  return faults;
}

/** A level-triggered line has one pin, which leads to one vcpu, and a thread of the VMM that raises it again. */
function levelFaults({ kernel, guest, return: back, backend, notify }: Settings, report: ReportFault): Fault[] {
  const faults: Fault[] = [];
  const refuse = (message: string) => faults.push(report(["return", "trigger"], message));
  if (back.kind === "ioctl") refuse("a resamplefd belongs to an irqfd; use return.kind: irqfd, or trigger: edge");
  if (!capabilities(kernel).resamples) refuse(`${kernel} has no resamplefd; use a later kernel`);
  if (guest.vcpus > 1) {
    refuse(
      `a level-triggered line leads to one vcpu, and guest.vcpus is ${guest.vcpus}; use trigger: edge, or guest.vcpus: 1`,
    );
  }
  if (mechanisms[notify].servedBy === "vmm" && workerKind({ notify, backend }) === "counter") {
    refuse("a resamplefd needs a thread of the VMM that reads it; use another backend.kind");
  }
  return faults;
}
