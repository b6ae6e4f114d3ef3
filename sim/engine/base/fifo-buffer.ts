const SMALLEST = 16;

/** A first-in, first-out queue in a circular buffer, which grows and shrinks with its contents. */
export class FifoBuffer<T> {
  length = 0;
  private places: (T | undefined)[] = new Array<T | undefined>(SMALLEST).fill(undefined);
  private oldest = 0;

  push(item: T): void {
    if (this.length === this.places.length) this.resize(2 * this.length);
    this.places[(this.oldest + this.length++) & (this.places.length - 1)] = item;
  }

  /** Takes the oldest item. The buffer must not be empty. */
  shift(): T {
    const item = this.places[this.oldest] as T;
    this.places[this.oldest] = undefined;
    this.oldest = (this.oldest + 1) & (this.places.length - 1);
    this.length--;
    if (this.places.length > SMALLEST && this.length < this.places.length / 8) this.resize(this.places.length / 2);
    return item;
  }

  private resize(room: number): void {
    const mask = this.places.length - 1;
    const places = new Array<T | undefined>(room).fill(undefined);
    for (let i = 0; i < this.length; i++) places[i] = this.places[(this.oldest + i) & mask];
    this.places = places;
    this.oldest = 0;
  }
}
