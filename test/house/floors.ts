/** The floors of the house, and who may know whom. ARCHITECTURE.md draws them; `floors.test.ts` holds the imports to them. */

/**
 * The rooms by floor, lowest first. A file's room is the longest of these that its path starts with. It imports from its own
 * room and from floors below, types included; rooms on one floor do not know each other.
 */
export const floors: readonly (readonly string[])[] = [
  ["sim/engine/base", "sim/kvm"],
  ["sim/engine/random", "sim/engine/stats"],
  ["sim/engine/queue"],
  ["sim/engine/process"],
  ["sim/engine"],
  ["sim/engine/resource"],
  ["sim/engine/index.ts"],
  ["sim/model/costs"],
  ["sim/model/spec"],
  ["sim/model/doorbell"],
  ["sim/model/observe", "sim/model/cpu", "sim/model/workload"],
  ["sim/model/exit", "sim/model/completion"],
  ["sim/model/vmm"],
  ["sim/model/backend", "sim/model/guest"],
  ["sim/spec.ts"],
  ["sim/model/device.ts"],
  ["sim/model/machine.ts"],
  ["sim/index.ts"],
  ["bench/trace"],
  ["bench/trace/formats"],
  ["bench/experiment/input", "bench/experiment/result"],
  ["bench/experiment/stats", "bench/experiment/costs"],
  ["bench/experiment/scenario"],
  ["bench/experiment/rules"],
  ["bench/experiment/load"],
  ["bench/experiment/replication"],
  ["bench/experiment/run"],
  [
    "bench/experiment/analysis",
    "bench/experiment/sensitivity",
    "bench/experiment/published",
    "bench/experiment/warnings",
  ],
  ["bench/experiment"],
  ["reports/findings", "reports/charts"],
  ["reports/figures"],
  ["reports/page"],
  ["bench/host/files", "bench/host/kvm"],
  ["bench/host/machine", "bench/host/pool", "bench/host/conform", "bench/micro/reference"],
  ["bench/micro", "bench/peers"],
  ["bench/peers/drivers"],
  ["bench/cli/tables"],
  ["bench/cli"],
];

/** Rooms that do not know of others below them, and what of those they do know. */
export const narrow: readonly { readonly room: string; readonly knows: readonly string[] }[] = [
  { room: "sim/engine", knows: ["sim/engine"] },
  { room: "bench", knows: ["sim/index.ts", "sim/spec.ts", "sim/engine/index.ts", "bench"] },
  { room: "bench/host/files", knows: ["sim/index.ts", "bench", "reports/page/libraries.ts"] }, // reads the page's libraries
  { room: "bench/host/kvm", knows: ["sim/index.ts"] }, // drives the kernel, knows no scenario
  { room: "bench/host/conform", knows: ["sim/index.ts", "bench/host/files", "bench/host/kvm"] }, // likewise
  { room: "bench/peers/drivers", knows: ["sim/engine/index.ts", "bench/peers"] }, // one is a user of the engine's package
  { room: "bench/micro", knows: ["sim/index.ts", "sim/engine", "bench"] }, // times the engine's inside, which has no public name
  { room: "reports", knows: ["sim/index.ts", "bench/experiment/result", "reports"] },
  { room: "bench/cli", knows: ["sim/index.ts", "bench", "reports"] },
];

/** Folders that are part of the room above them. */
export const parts: readonly string[] = ["sim/kvm/dispatch", "sim/model/exit/mechanisms", "reports/findings/tables"];

/** Every room of the table. */
export const rooms = floors.flat();

/** Whether a file lies in a room, or is it. */
export const lies = (file: string) => (place: string) => file === place || file.startsWith(`${place}/`);

/** The innermost of these rooms that the file lies in. */
export function longest(places: readonly string[], file: string): string | undefined {
  return places.filter(lies(file)).sort((a, b) => b.length - a.length)[0];
}

/** The floor of a file, 0 the lowest; -1 outside the house. */
export const floorOf = (file: string) => floors.findIndex((floor) => floor.includes(longest(rooms, file)!));
