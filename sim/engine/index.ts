export { discrete, empirical, type Weighted } from "./discrete.ts";
export { constant, type Distribution, uniform } from "./distribution.ts";
export { SimulationError, type SimulationFault } from "./error.ts";
export type { EventHandle } from "./event-handles.ts";
export { erlang, exponential, hyperexponential, pareto, weibull } from "./exponential.ts";
export { gamma, lognormal, normal } from "./normal.ts";
export { type Preemption, PreemptiveResource } from "./preemptive-resource.ts";
export { type ActiveProcess, Interrupted, type ProcessState } from "./process.ts";
export { type RandomSource, RandomStreams } from "./random.ts";
export { RandomStream } from "./random-stream.ts";
export { Rate } from "./rate.ts";
export { Resource, type ResourceOptions } from "./resource.ts";
export { Signal } from "./signal.ts";
export {
  type Handler,
  type Observer,
  Simulation,
  type SimulationOptions,
  type Until,
} from "./simulation.ts";
export { Store, type StoreOptions } from "./store.ts";
export { Tally } from "./tally.ts";
export { type Clock, TimeWeighted } from "./time-weighted.ts";
export type { Process, Wait } from "./wait.ts";
