/** Refuses mechanisms that the cost sheet has no price for: they would be simulated as free. */

import { mechanisms, type ThreadCost } from "../../../sim/spec.ts";
import type { LoadedSheet } from "../costs/load-sheet.ts";
import { knowsParts } from "../costs/sheet-knows.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import type { Path } from "../input/yaml.ts";
import type { Settings } from "../scenario/schema.ts";

/** A mechanism that a setting asks for, and the prices that it needs. */
interface Need {
  readonly path: Path;
  readonly what: string;
  readonly costs: readonly ThreadCost[];
  readonly advice: string;
}

/** A fault for every mechanism that the sheet does not price. */
export function unpriced(settings: Settings, { sheet }: LoadedSheet, report: ReportFault): Fault[] {
  const faults = needs(settings).flatMap(({ path, what, costs, advice }) => {
    const missing = costs.filter((cost) => !sheet.thread[cost]);
    return missing.length > 0
      ? [report(path, `${sheet.name} does not price ${what} (${missing.join(", ")}); ${advice}`)]
      : [];
  });
  const { backend, notify, return: back } = settings;
  if (back.kind !== "none" && backend.kind === "counter" && mechanisms[notify].servedBy === "backend") {
    faults.push(report(["return", "kind"], "an in-kernel counter completes no requests; use another backend.kind"));
  }
  const { space } = settings.guest;
  const oneSided = Object.entries(sheet.stages).filter(([, prices]) => prices.pio && !prices[space]);
  if (knowsParts(sheet) && oneSided.length > 0) {
    const stages = oneSided.map(([stage]) => stage).join(", ");
    faults.push(report(["guest", "space"], `${sheet.name} has no price for ${stages} by ${space}; use space: pio`));
  }
  for (const { stage, what } of mechanisms[notify].needs) {
    if (!sheet.stages[stage]) faults.push(report(["notify"], `${sheet.name} does not price ${what} (${stage})`));
  }
  if (sheet.timeUnit === "cycles" && settings.guest.workload.kind !== "closed") {
    faults.push(
      report(
        ["guest", "workload", "kind"],
        `${sheet.name} counts cycles of an unknown clock, so a rate has no meaning; use kind: closed`,
      ),
    );
  }
  return faults;
}

function needs(settings: Settings): Need[] {
  const { backend, notify, return: back } = settings;
  const needed: Need[] = [];
  if (backend.kind !== "counter") {
    const costs = ["context-switch", "syscall"] as const;
    needed.push({ path: ["backend", "kind"], what: "a thread", costs, advice: "use kind: counter" });
  }
  if (backend.handler !== "inline" && mechanisms[notify].servedBy === "vmm") {
    const costs = ["context-switch", "syscall"] as const;
    needed.push({ path: ["backend", "handler"], what: "a thread", costs, advice: "use handler: inline" });
  }
  if (backend.poll && backend.poll.kind !== "none") {
    needed.push({ path: ["backend", "poll"], what: "polling", costs: ["poll-check"], advice: "leave poll out" });
  }
  if (settings["big-lock"] === "futex") {
    needed.push({ path: ["big-lock"], what: "a wake-up", costs: ["context-switch"], advice: "use big-lock: fair" });
  }
  if (settings.host.cpus !== undefined) {
    needed.push({ path: ["host", "cpus"], what: "a switch", costs: ["context-switch"], advice: "leave cpus out" });
  }
  if (back.kind !== "none") {
    const costs = interruptCosts(back);
    needed.push({ path: ["return", "kind"], what: "interrupts", costs, advice: "use kind: none" });
  }
  return needed;
}

/** The prices that interrupts need. */
function interruptCosts({ kind, trigger, delivery }: Settings["return"]): ThreadCost[] {
  const delivered: ThreadCost[] = delivery === "kick" ? ["kick", "eoi"] : ["posted-interrupt"];
  if (trigger === "level" && delivery === "posted") delivered.push("eoi");
  return [kind === "irqfd" ? "inject" : "irq-ioctl", ...delivered, "interrupt", "context-switch", "syscall"];
}
