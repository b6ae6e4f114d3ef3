import type { ActiveProcess } from "./process.ts";

/** Processes in order of arrival, linked with each other: entering and leaving allocate nothing. */
export interface LinkedList {
  first: ActiveProcess | undefined;
  last: ActiveProcess | undefined;
}

/** Puts `process`, which is in no chain, at the end. */
export function append(chain: LinkedList, process: ActiveProcess): void {
  const last = chain.last;
  chain.last = process;
  if (last === undefined) chain.first = process;
  else {
    last.after = process;
    process.before = last;
  }
}

/** Takes `process` out, wherever it is. */
export function unlink(chain: LinkedList, process: ActiveProcess): void {
  const { before, after } = process;
  if (before === undefined) chain.first = after;
  else {
    before.after = after;
    process.before = undefined;
  }
  if (after === undefined) chain.last = before;
  else {
    after.before = before;
    process.after = undefined;
  }
}
