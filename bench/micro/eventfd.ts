import { EventFd } from "../../sim/index.ts";
import type { MicroTask } from "./task.ts";

const operations = 10_000;

/** A signal without a waiter, a signal with one, and a signal followed by the read that resets the counter. */
export function eventFdTasks(): MicroTask[] {
  const [alone, watched, read] = [new EventFd(), new EventFd(), new EventFd()];
  let woken = 0;
  watched.addWaiter({ wake: () => void woken++ });
  const repeat = (operation: () => void) => () => {
    for (let i = 0; i < operations; i++) operation();
  };
  return [
    { name: "signal", size: 0, operations, run: repeat(() => alone.signal()) },
    { name: "signal", size: 1, operations, run: repeat(() => watched.signal()) },
    {
      name: "signal + read",
      size: 0,
      operations,
      run: repeat(() => {
        read.signal();
        read.drain();
      }),
    },
  ];
}
