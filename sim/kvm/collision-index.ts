/** The fields that distinguish two ioeventfds. */
export interface CollisionKey {
  /** Empty if the kernel does not compare buses. */
  readonly bus: string;
  readonly addr: bigint;
  readonly len: number;
  /** `null` is the wildcard. */
  readonly datamatch: bigint | null;
}

/** Entries on one bus at one address. */
interface Neighbours {
  total: number;
  anyLength: number;
  /** By length: all entries, and the wildcard among them. */
  readonly lengths: Map<number, { total: number; wildcards: number }>;
}

/**
 * The kernel's list of ioeventfds (`ioeventfd_check_collision`, deassign), with an index. The kernel scans the list at
 * each call, which is quadratic in the thousands of doorbells that a program may register. No two entries collide, so a
 * key names one.
 */
export class CollisionIndex<T> {
  readonly #entries = new Map<string, T>();
  readonly #neighbours = new Map<string, Neighbours>();

  get(key: CollisionKey): T | undefined {
    return this.#entries.get(nameOf(key));
  }

  /**
   * Whether an entry with the same bus and address collides: either length is 0, or the lengths are equal and either is
   * a wildcard or the datamatches are equal. The eventfd does not matter.
   */
  collides(key: CollisionKey): boolean {
    const here = this.#neighbours.get(placeOf(key));
    if (here === undefined || here.total === 0) return false;
    if (key.len === 0 || here.anyLength > 0) return true;
    const same = here.lengths.get(key.len);
    if (same === undefined || same.total === 0) return false;
    return key.datamatch === null || same.wildcards > 0 || this.#entries.has(nameOf(key));
  }

  add(key: CollisionKey, entry: T): void {
    this.#entries.set(nameOf(key), entry);
    this.#count(key, 1);
  }

  delete(key: CollisionKey): void {
    if (this.#entries.delete(nameOf(key))) this.#count(key, -1);
  }

  #count(key: CollisionKey, by: 1 | -1): void {
    const place = placeOf(key);
    const here = this.#neighbours.get(place) ?? { total: 0, anyLength: 0, lengths: new Map() };
    this.#neighbours.set(place, here);
    here.total += by;
    if (key.len === 0) here.anyLength += by;
    const same = here.lengths.get(key.len) ?? { total: 0, wildcards: 0 };
    here.lengths.set(key.len, same);
    same.total += by;
    if (key.datamatch === null) same.wildcards += by;
    if (here.total === 0) this.#neighbours.delete(place);
  }
}

function placeOf(key: CollisionKey): string {
  return `${key.bus} ${key.addr}`;
}

function nameOf(key: CollisionKey): string {
  return `${key.bus} ${key.addr} ${key.len} ${key.datamatch ?? "*"}`;
}
