import type { Simulation } from "../../engine/index.ts";
import type { IoBus } from "../../kvm/io-bus.ts";
import type { Observations } from "../observe/observations.ts";
import type { UserspaceHandler } from "./backend.ts";
import type { FastMmio } from "./fast-mmio.ts";
import type { BusLock } from "./kvm-lock.ts";
import type { Taker } from "./mechanisms/mechanism.ts";

/** What a doorbell meets on its way out of the guest and back. */
export interface ExitContext {
  readonly sim: Simulation;
  /** The bus of the address space that the guest rings in: the real search. */
  readonly bus: IoBus;
  readonly fastMmio: FastMmio;
  readonly kvmLock: BusLock;
  readonly taker: Taker;
  readonly userspace: UserspaceHandler;
  readonly observations: Observations;
}
