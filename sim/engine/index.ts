export { SimulationError, type SimulationErrorKind } from "./base/simulation-error.ts";
export { type ActiveProcess, Interrupted, type ProcessState } from "./process/process.ts";
export type { Process, Wait } from "./process/wait.ts";
export type { EventHandle } from "./queue/event-handles.ts";
export { discrete, empirical, type Weighted } from "./random/discrete.ts";
export { constant, type Distribution, uniform } from "./random/distribution.ts";
export { erlang, exponential, hyperexponential, pareto, weibull } from "./random/exponential.ts";
export { gamma, lognormal, normal } from "./random/normal.ts";
export { RandomStream } from "./random/random-stream.ts";
export { type RandomSource, RandomStreams } from "./random/random-streams.ts";
export { type Preemption, PreemptiveResource } from "./resource/preemptive-resource.ts";
export { Resource, type ResourceOptions } from "./resource/resource.ts";
export { Signal } from "./resource/signal.ts";
export { Store, type StoreOptions } from "./resource/store.ts";
export {
  type Handler,
  type Observer,
  Simulation,
  type SimulationOptions,
  type Until,
} from "./simulation.ts";
export { Rate } from "./stats/rate.ts";
export { Tally } from "./stats/tally.ts";
export { type Clock, TimeWeighted } from "./stats/time-weighted.ts";
