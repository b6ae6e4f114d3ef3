import type { Doorbell } from "./doorbell.ts";

/** A request of the guest. It is drawn whole and in request order, so that compared paths draw the same numbers. */
export class Request {
  /** Position among all requests, from 0. */
  index = 0;
  vcpu = 0;
  /** Its slot among the vcpu's requests in flight, where their number is limited. */
  slot = 0;
  /** When the guest meant to submit it; earlier than `stored` only if the vcpu was busy. */
  intended = 0;
  /** When the guest submitted it: its store to the doorbell, or to the ring if no doorbell was needed. */
  stored = 0;
  /** Time of the device's handler on it, including taking it off its ring. */
  service = 0;
  /** Time of its vcpu on it: before it is submitted, including putting it on its ring, and after its completion. */
  submitWork = 0;
  answerWork = 0;
  doorbell!: Doorbell;
  /** Whether it ends its batch: then the guest decides whether to ring. */
  endsBatch = true;
  /** Users left: the vcpu until its doorbell returns, the device until completion. */
  references = 0;
  /** Next free request of the pool. */
  next: Request | null = null;
}

/** Recycles requests, so that memory follows the number in flight and not the length of the run. */
export class RequestPool {
  #free: Request | null = null;
  #inUse = 0;

  take(): Request {
    const request = this.#free ?? new Request();
    this.#free = request.next;
    request.references = 2;
    this.#inUse += 1;
    return request;
  }

  /** One user is done with it. */
  release(request: Request): void {
    if (--request.references > 0) return;
    request.next = this.#free;
    this.#free = request;
    this.#inUse -= 1;
  }

  /** Throws unless every request was released by both of its users. */
  checkReturned(): void {
    if (this.#inUse !== 0) throw new Error(`${this.#inUse} requests were never released`);
  }
}
