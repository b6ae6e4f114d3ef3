/**
 * A running hash of the trajectory. It takes the bits of each event's time, the name of its handler or process, and its
 * argument, in the order of firing. Two runs of one model have equal fingerprints; a change of model or engine shows.
 * The hash has two 32-bit lanes of multiply and rotate (the mixing steps of MurmurHash3, A. Appleby, 2011): it detects
 * accidents, but does not withstand an adversary.
 */
export class Fingerprint {
  private low = 0x9e3779b9 | 0;
  private high = 0x85ebca6b | 0;

  /** Adds one event: the two halves of its time's IEEE 754 bits, and one word that mixes its name and argument. */
  add(timeLow: number, timeHigh: number, what: number): void {
    const low = Math.imul(this.low ^ timeLow ^ what, 0xcc9e2d51);
    this.low = (low << 15) | (low >>> 17);
    const high = Math.imul(this.high ^ timeHigh ^ ((what << 16) | (what >>> 16)), 0x1b873593) + this.low;
    this.high = (high << 13) | (high >>> 19);
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, "0");
    return hex(this.high) + hex(this.low);
  }
}

/** 32-bit FNV-1a (Fowler, Noll, Vo) over a string's UTF-16 code units: short, stable, and equal on every platform. */
export function hashOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash | 0;
}
