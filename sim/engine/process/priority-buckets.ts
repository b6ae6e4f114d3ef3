import { append, type LinkedList, unlink } from "./linked-list.ts";
import type { ActiveProcess } from "./process.ts";

/** Empty runs that may stay. */
const MAX_EMPTY = 64;

/** Processes of one priority. */
interface PriorityBucket extends LinkedList {
  readonly priority: number;
}

/** The runs of a line in which priorities differ: found by priority, and the most urgent one at the top of a heap. */
export class PriorityBuckets {
  /** By priority; an empty run stays until it comes to the top. */
  private readonly buckets = new Map<number, PriorityBucket>();
  /** How many of them are empty. */
  private empty = 0;
  /** A binary heap: no run is more urgent than its parent, that at half its position. */
  private heap: (PriorityBucket | undefined)[] = [undefined];

  /** Of a line whose processes have all had one priority. */
  constructor({ first, last }: LinkedList) {
    this.add({ priority: first!.priority, first, last });
  }

  append(process: ActiveProcess): void {
    const { priority } = process;
    const known = this.buckets.get(priority);
    if (known === undefined) this.add({ priority, first: process, last: process });
    else {
      if (known.first === undefined) this.empty--;
      append(known, process);
    }
  }

  remove(process: ActiveProcess): void {
    const run = this.buckets.get(process.priority)!;
    unlink(run, process);
    if (run.first === undefined && ++this.empty > MAX_EMPTY && 2 * this.empty > this.heap.length) this.purge();
  }

  /** The first process of the most urgent run. There must be one. */
  get first(): ActiveProcess {
    const { heap } = this;
    while (heap[1]!.first === undefined) this.dropTop();
    return heap[1]!.first;
  }

  private add(run: PriorityBucket): void {
    this.buckets.set(run.priority, run);
    const { heap } = this;
    let at = heap.push(run) - 1;
    for (; at > 1 && run.priority < heap[at >> 1]!.priority; at >>= 1) heap[at] = heap[at >> 1];
    heap[at] = run;
  }

  /** Forgets the empty runs. */
  private purge(): void {
    const runs = this.heap.filter((run) => run?.first !== undefined);
    this.buckets.clear();
    this.heap = [undefined];
    this.empty = 0;
    for (const run of runs) this.add(run!);
  }

  private dropTop(): void {
    const { heap } = this;
    this.empty--;
    this.buckets.delete(heap[1]!.priority);
    const run = heap.pop()!;
    let at = 1;
    for (let child = 2; child < heap.length; child = 2 * at) {
      if (child + 1 < heap.length && heap[child + 1]!.priority < heap[child]!.priority) child++;
      if (run.priority <= heap[child]!.priority) break;
      heap[at] = heap[child];
      at = child;
    }
    if (heap.length > 1) heap[at] = run;
  }
}
