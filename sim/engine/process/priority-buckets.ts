import { append, type LinkedList, unlink } from "./linked-list.ts";
import type { ActiveProcess } from "./process.ts";

/** Empty buckets that may stay. */
const MAX_EMPTY = 64;

/** Processes of one priority, in order of arrival. */
interface PriorityBucket extends LinkedList {
  readonly priority: number;
}

/** The processes of a wait list by priority: a map finds the bucket of a priority, a heap the most urgent bucket. */
export class PriorityBuckets {
  /** An empty bucket stays here and in the heap until it reaches the root. */
  private readonly buckets = new Map<number, PriorityBucket>();
  /** How many buckets are empty. */
  private empty = 0;
  /** A binary heap with its root at 1: no bucket is more urgent than its parent, at half its index. */
  private heap: (PriorityBucket | undefined)[] = [undefined];

  /** Takes over a list of processes that all have the same priority. It must not be empty. */
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
    const bucket = this.buckets.get(process.priority)!;
    unlink(bucket, process);
    if (bucket.first === undefined && ++this.empty > MAX_EMPTY && 2 * this.empty > this.heap.length) this.purge();
  }

  /** The first process of the most urgent bucket. There must be one. */
  get first(): ActiveProcess {
    const { heap } = this;
    while (heap[1]!.first === undefined) this.dropRoot();
    return heap[1]!.first;
  }

  private add(bucket: PriorityBucket): void {
    this.buckets.set(bucket.priority, bucket);
    const { heap } = this;
    let at = heap.push(bucket) - 1;
    for (; at > 1 && bucket.priority < heap[at >> 1]!.priority; at >>= 1) heap[at] = heap[at >> 1];
    heap[at] = bucket;
  }

  /** Removes all empty buckets. */
  private purge(): void {
    const buckets = this.heap.filter((bucket) => bucket?.first !== undefined);
    this.buckets.clear();
    this.heap = [undefined];
    this.empty = 0;
    for (const bucket of buckets) this.add(bucket!);
  }

  private dropRoot(): void {
    const { heap } = this;
    this.empty--;
    this.buckets.delete(heap[1]!.priority);
    const bucket = heap.pop()!;
    let at = 1;
    for (let child = 2; child < heap.length; child = 2 * at) {
      if (child + 1 < heap.length && heap[child + 1]!.priority < heap[child]!.priority) child++;
      if (bucket.priority <= heap[child]!.priority) break;
      heap[at] = heap[child];
      at = child;
    }
    if (heap.length > 1) heap[at] = bucket;
  }
}
