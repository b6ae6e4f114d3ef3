import type { ActiveProcess } from "./process.ts";

/** Processes in order of arrival. The links lie in the processes, so that insertion and removal allocate nothing. */
export interface LinkedList {
  first: ActiveProcess | undefined;
  last: ActiveProcess | undefined;
}

/** Appends `process`, which must be in no list. */
export function append(list: LinkedList, process: ActiveProcess): void {
  const last = list.last;
  list.last = process;
  if (last === undefined) list.first = process;
  else {
    last.after = process;
    process.before = last;
  }
}

/** Removes `process` from the list that it is in. */
export function unlink(list: LinkedList, process: ActiveProcess): void {
  const { before, after } = process;
  if (before === undefined) list.first = after;
  else {
    before.after = after;
    process.before = undefined;
  }
  if (after === undefined) list.last = before;
  else {
    after.before = before;
    process.after = undefined;
  }
}
