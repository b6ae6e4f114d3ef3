/** What went wrong, as a word a program can compare. */
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
 * Every error the engine throws. `fault` names the kind; `cause` holds the original when the model itself threw.
 * The simulation stays usable: the process or handler that failed is over, as is the event of which an observer that failed
 * was told; all other events are untouched, and `run` may be called again.
 */
export class SimulationError extends Error {
  readonly kind: SimulationErrorKind;

  constructor(fault: SimulationErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SimulationError";
    this.kind = fault;
  }
}
