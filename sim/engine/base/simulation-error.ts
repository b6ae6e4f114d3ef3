/** The kind of an error, as a word that a program can compare. */
export type SimulationErrorKind =
  | "invalid-argument"
  | "invalid-delay"
  | "instant-limit"
  | "double-wait"
  | "no-wait"
  | "outside-process"
  | "not-interruptible"
  | "not-held"
  | "not-released"
  | "reentrant-run"
  | "process-failed"
  | "handler-failed"
  | "condition-failed"
  | "observer-failed";

/**
 * The error that the engine throws. If the model itself threw, `cause` is the original. The simulation stays usable:
 * only the process or handler that failed is over, or the event before which an observer failed. All other events are
 * untouched, and `run` may be called again.
 */
export class SimulationError extends Error {
  readonly kind: SimulationErrorKind;

  constructor(fault: SimulationErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SimulationError";
    this.kind = fault;
  }
}
