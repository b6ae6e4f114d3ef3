/** Refuses settings that no point uses: they would be ignored silently. */

import { capabilities, mechanisms, servedByThread } from "../../../sim/spec.ts";
import type { Fault } from "../input/fault.ts";
import type { SourceDocument } from "../input/yaml.ts";
import type { Settings } from "../scenario/schema.ts";

interface Rule {
  readonly path: string;
  /** Whether a point with these settings uses it, or has its default. */
  readonly used: (settings: Settings) => boolean;
  /** Why no point uses it, and what to do. */
  readonly why: string;
}

const servedByVmm = ({ notify }: Settings) => mechanisms[notify].servedBy === "vmm";
const unraised = "no interrupt is raised here; set return.kind, or leave it out";
const unshared = "no CPUs are shared here; set host.cpus, or leave it out";

const rules: readonly Rule[] = [
  {
    path: "guest.gpa",
    used: ({ guest }) => guest.space === "mmio",
    why: "no doorbell is rung by mmio here; say `space: mmio`, or give its port instead",
  },
  {
    path: "guest.port",
    used: ({ guest }) => guest.space === "pio",
    why: "no doorbell is rung by pio here; say `space: pio`, or give its gpa instead",
  },
  {
    path: "regions.exponent",
    used: ({ regions }) => regions.choice === "zipf" && regions.count > 1,
    why: "no doorbell is chosen by Zipf's law here; set `choice: zipf` and a count above 1, or leave it out",
  },
  { path: "return.delivery", used: (settings) => settings.return.kind !== "none", why: unraised },
  { path: "return.halt-poll", used: (settings) => settings.return.kind !== "none", why: unraised },
  { path: "host.slice", used: ({ host }) => host.cpus !== undefined, why: unshared },
  { path: "host.wakeup-granularity", used: ({ host }) => host.cpus !== undefined, why: unshared },
  {
    path: "host.fast-mmio",
    used: ({ host, guest, regions, notify }) =>
      !host["fast-mmio"] ||
      (guest.space === "mmio" && regions.match === "zero-length" && mechanisms[notify].registers === "doorbells"),
    why: "only zero-length MMIO doorbells hit before decoding; set regions.match: zero-length, or leave it out",
  },
  {
    path: "backend.count",
    used: (settings) => settings.backend.count === 1 || servedByThread(settings),
    why: "no backend thread works here; use notify: iofd and a kind other than counter, or leave it out",
  },
  {
    path: "backend.handler",
    used: (settings) => settings.backend.handler === "inline" || servedByVmm(settings),
    why: "no doorbell exits to the VMM here; set notify: qemu, or leave it out",
  },
  {
    path: "backend.poll",
    used: (settings) => (settings.backend.poll?.kind ?? "none") === "none" || servedByThread(settings),
    why: "no backend thread works here; use notify: iofd and a kind other than counter, or leave it out",
  },
  {
    path: "backend.poll.max",
    used: ({ backend }) => (backend.poll?.kind ?? "none") !== "none",
    why: "no thread polls here; set backend.poll.kind, or leave it out",
  },
  {
    path: "big-lock",
    used: (settings) =>
      settings["big-lock"] === "fair" || servedByVmm(settings) || settings.backend.kind === "main-loop",
    why: "no thread takes the VMM's lock here; set notify: qemu, or leave it out",
  },
  {
    path: "device-limit",
    used: ({ "device-limit": limit, kernel }) => limit === "kernel" || capabilities(kernel).seventhDevice !== null,
    why: "no kernel here limits devices to six; use kernel: v7, or leave it out",
  },
];

/** A fault for each setting that is written, in its place or as an axis, and that no point uses. */
export function unusedFaults(source: SourceDocument, points: readonly { readonly settings: Settings }[]): Fault[] {
  return rules.flatMap(({ path, used, why }) => {
    if (points.some(({ settings }) => used(settings))) return [];
    const keys = path.split(".");
    const [place, key] = [keys.slice(0, -1), keys.at(-1)!];
    const faults = isWritten(source.value, keys) ? [source.faultAt(place, `${path}: ${why}`, key)] : [];
    const axis = isWritten(source.value, ["matrix", path]);
    return axis ? [...faults, source.faultAt(["matrix"], `matrix.${path}: ${why}`, path)] : faults;
  });
}

function isWritten(value: unknown, keys: readonly string[]): boolean {
  return (
    keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value) !==
    undefined
  );
}
