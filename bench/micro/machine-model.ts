import { Machine, type MachineSpec } from "../../sim/index.ts";
import type { EngineModel } from "./engine-models.ts";

/** The same replication again and again, each of a machine built anew; an operation is a doorbell. */
export function machineModel(spec: MachineSpec, doorbells: number): EngineModel {
  return { operations: doorbells, run: () => void ranMachine(spec, doorbells) };
}

/** Events that fired for each doorbell of that replication. */
export function eventsPerDoorbell(spec: MachineSpec, doorbells: number): number {
  return ranMachine(spec, doorbells).sim.events / doorbells;
}

function ranMachine(spec: MachineSpec, requests: number): Machine {
  const machine = new Machine(spec, { seed: 1, replication: 1, requests, warmup: 0, keep: "totals" });
  const { issued } = machine.run();
  if (issued !== requests) throw new Error(`${requests} requests rang ${issued} doorbells, not one each`);
  return machine;
}
