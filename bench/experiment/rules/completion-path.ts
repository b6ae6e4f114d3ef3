/** The way back to the guest: what a scenario can not ask for. */

import { capabilities, mechanisms, workerKind } from "../../../sim/spec.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import type { Settings } from "../scenario/schema.ts";

/** What needs a way back and has none, and lines that can not be. */
export function returnFaults(settings: Settings, complain: ReportFault): Fault[] {
  const { kind, trigger } = settings.return;
  if (kind === "none") return unreturned(settings, complain);
  return [...budgetFaults(settings, complain), ...(trigger === "level" ? levelFaults(settings, complain) : [])];
}

/** A handler that leaves with answers untaken must not be interrupted for the next ones: it will look by itself. */
function budgetFaults({ return: back, virtqueue }: Settings, complain: ReportFault): Fault[] {
  if (back.budget === undefined) return [];
  const faults: Fault[] = [];
  const refuse = (message: string) => faults.push(complain(["return", "budget"], message));
  if (virtqueue?.suppression !== "event-idx") {
    refuse("a handler that polls on asks for no interrupts; set virtqueue.suppression: event-idx, or leave budget out");
  }
  if (back.trigger === "level") {
    refuse("a line would be raised again for answers that were left; use trigger: edge, or leave budget out");
  }
  return faults;
}

function unreturned({ guest, return: back }: Settings, complain: ReportFault): Fault[] {
  const faults: Fault[] = [];
  const refuse = (path: string[], what: string) =>
    faults.push(complain(path, `${what}, and no interrupt brings any to this guest; set return.kind`));
  if (guest.work.answer) refuse(["guest", "work", "answer"], "answers are worked on by an interrupt handler");
  if (back["completion-doorbell"] !== "none") {
    refuse(["return", "completion-doorbell"], "the doorbell for answers is rung by an interrupt handler");
  }
  if (back.trigger === "level") refuse(["return", "trigger"], "a line is raised for answers");
  if (back.budget !== undefined) refuse(["return", "budget"], "answers are taken by an interrupt handler");
  return faults;
}

/** A line has one pin, which leads to one vcpu, and a thread of the VMM to raise it again. */
function levelFaults({ kernel, guest, return: back, backend, notify }: Settings, complain: ReportFault): Fault[] {
  const faults: Fault[] = [];
  const refuse = (message: string) => faults.push(complain(["return", "trigger"], message));
  if (back.kind === "ioctl") refuse("a resamplefd belongs to an irqfd; use return.kind: irqfd, or trigger: edge");
  if (!capabilities(kernel).resamples) refuse(`${kernel} resamples no irqfd; use a later kernel`);
  if (guest.vcpus > 1) {
    refuse(`a line leads to one vcpu, and ${guest.vcpus} wait for answers; use trigger: edge, or guest.vcpus: 1`);
  }
  if (mechanisms[notify].servedBy === "vmm" && workerKind({ notify, backend }) === "counter") {
    refuse("a resamplefd needs a VMM with a thread that listens; use another backend.kind");
  }
  return faults;
}
