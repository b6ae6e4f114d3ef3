import type { Mechanism, Taker } from "./mechanism.ts";

/** Nothing is registered: every store exits to userspace, and the VMM dispatches it. */
export const userspace: Mechanism = {
  servedBy: "vmm",
  registers: "nothing",
  needs: [],
  register: (_, layout) => Array.from({ length: layout.count }, () => null),
  make: () => nobody,
};

/** No device takes the store, so that nothing is ever asked of it. */
const nobody: Taker = { fillsUp: false, spend: () => {}, take: () => false };
