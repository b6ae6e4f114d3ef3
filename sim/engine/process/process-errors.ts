import { SimulationError } from "../base/simulation-error.ts";

/** The error for a `spawn` of something that is not a generator. */
export function notAGenerator(name: string, body: unknown): SimulationError {
  const what = typeof body === "function" ? "a function that was not called" : `no generator, but ${typeof body}`;
  const message = `process "${name}" was given ${what}: write spawn("${name}", body()), where body is a function*`;
  return new SimulationError("invalid-argument", message);
}

/** The error for a value that a process yields without having arranged to be resumed. */
export function notAWait(): SimulationError {
  return noWait(
    "yielded a value that is not a wait: yield hold, acquire, wait, put or get, or join of another process",
  );
}

/** The error for a time-out that has no wait to end. */
export function noWait(message: string): SimulationError {
  return new SimulationError("no-wait", message);
}

/** The error for a wait outside of every process. */
export function outsideProcess(): SimulationError {
  return new SimulationError("outside-process", "only a running process can wait");
}

/** The error for a wait that a process made but did not yield. `before` says what came instead. */
export function notYielded(before: string): SimulationError {
  return new SimulationError("double-wait", `a wait was not yielded before ${before}`);
}
