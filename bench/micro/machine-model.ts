import { Machine, type MachineSpec } from "../../sim/index.ts";
import type { EngineModel } from "./engine-models.ts";

/** Runs the same replication each time, on a new machine. An operation is a doorbell. */
export function machineModel(spec: MachineSpec, doorbells: number): EngineModel {
  return { operations: doorbells, run: () => void runMachine(spec, doorbells) };
}

/** Events a doorbell, in the replication that `machineModel` runs. */
export function eventsPerDoorbell(spec: MachineSpec, doorbells: number): number {
  return runMachine(spec, doorbells).sim.events / doorbells;
}

function runMachine(spec: MachineSpec, requests: number): Machine {
  const machine = new Machine(spec, { seed: 1, replication: 1, requests, warmup: 0, keep: "totals" });
  const { issued } = machine.run();
  if (issued !== requests) throw new Error(`${requests} requests rang ${issued} doorbells instead of one each`);
  return machine;
}
