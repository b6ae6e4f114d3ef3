/**
 * The buses of the specification, written again as plainly as possible: BigInt, lists, no index. Devices are numbers;
 * what a device does with an access is the caller's `takes`.
 */

const MASK = (1n << 64n) - 1n;

export interface Range {
  readonly addr: bigint;
  readonly len: number;
}

export interface Key {
  readonly addr: bigint;
  readonly len: number;
}

/** Who is asked for an access, in order. */
export interface BusOracle {
  register(range: Range, device: number): void;
  unregister(device: number): void;
  candidates(key: Key): number[];
}

/** A list whose devices are all asked, in order: 2009, before anything could leave. */
export class ListOracle implements BusOracle {
  devices: number[] = [];
  register(_range: Range, device: number): void {
    this.devices.push(device);
  }
  unregister(_device: number): void {}
  candidates(): number[] {
    return this.devices;
  }
}

/** The same, where the last device moves into the hole: 2.6.32. */
export class HoleOracle extends ListOracle {
  override unregister(device: number): void {
    const hole = this.devices.indexOf(device);
    if (hole < 0) return;
    this.devices[hole] = this.devices.at(-1)!;
    this.devices.length--;
  }
}

/** A list without quirks: what covers the start of the access is asked, in the order of registration. */
export class FirstRegisteredOracle implements BusOracle {
  entries: { range: Range; device: number }[] = [];
  register(range: Range, device: number): void {
    this.entries.push({ range, device });
  }
  unregister(device: number): void {
    this.entries = this.entries.filter((entry) => entry.device !== device);
  }
  candidates(key: Key): number[] {
    return this.entries.filter(({ range }) => this.covers(range, key.addr)).map(({ device }) => device);
  }
  private covers({ addr, len }: Range, at: bigint): boolean {
    return len === 0 ? at === addr : at >= addr && at < ((addr + BigInt(len)) & MASK);
  }
}

/** Today's bus: the relation, the place of a new entry, the binary search, the step back, the walk. */
export class SortedOracle implements BusOracle {
  entries: { range: Range; device: number }[] = [];
  comparisons = 0;

  cmp(x: Range, y: Range): number {
    this.comparisons++;
    if (x.addr < y.addr) return -1;
    const a = y.len === 0 ? x.addr : (x.addr + BigInt(x.len)) & MASK;
    const b = y.len === 0 ? y.addr : (y.addr + BigInt(y.len)) & MASK;
    return a > b ? 1 : 0;
  }

  register(range: Range, device: number): void {
    const at = this.entries.findIndex((entry) => this.cmp(entry.range, range) > 0);
    this.entries.splice(at < 0 ? this.entries.length : at, 0, { range, device });
  }

  unregister(device: number): void {
    this.entries = this.entries.filter((entry) => entry.device !== device);
  }

  bsearch(key: Range): number {
    let base = 0;
    for (let n = this.entries.length; n > 0; n = Math.floor(n / 2)) {
      const pivot = base + Math.floor(n / 2);
      const order = this.cmp(key, this.entries[pivot]!.range);
      if (order === 0) return pivot;
      if (order > 0) {
        base = pivot + 1;
        n--;
      }
    }
    return -1;
  }

  /** With `comparisons` counted from 0. */
  candidates(key: Key): number[] {
    this.comparisons = 0;
    let at = this.bsearch(key);
    if (at < 0) return [];
    while (at > 0 && this.cmp(key, this.entries[at - 1]!.range) === 0) at--;
    const found: number[] = [];
    for (; at < this.entries.length && this.cmp(key, this.entries[at]!.range) === 0; at++) {
      found.push(this.entries[at]!.device);
    }
    return found;
  }
}
