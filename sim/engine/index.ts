export {
  constant,
  type Distribution,
  erlang,
  exponential,
  hyperexponential,
  lognormal,
  normal,
  uniform,
} from "./distribution.ts";
export { SimulationError, type SimulationFault } from "./error.ts";
export { type ActiveProcess, Interrupted, type ProcessState } from "./process.ts";
export { type RandomSource, RandomStreams } from "./random.ts";
export { RandomStream } from "./random-stream.ts";
export { Resource, type ResourceOptions } from "./resource.ts";
export { Signal } from "./signal.ts";
export {
  type EventHandle,
  type Handler,
  type Observer,
  Simulation,
  type SimulationOptions,
  type Until,
} from "./simulation.ts";
export { Tally } from "./tally.ts";
export { type Clock, TimeWeighted } from "./time-weighted.ts";
export type { Process, Wait } from "./wait.ts";
