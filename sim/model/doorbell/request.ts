import type { Doorbell } from "./doorbell.ts";

/** What the guest asks of the device, drawn whole and in request order so that compared paths stay in step. */
export class Request {
  /** Position among the guest's requests, from 0. */
  index = 0;
  /** Which vcpu asks. */
  vcpu = 0;
  /** Which of the vcpu's places in flight it takes, where their number is limited. */
  slot = 0;
  // Fractions, so that V8 makes room for doubles and never makes an object for a new value.
  /** When the guest meant to ask; later than this only if the vcpu was still busy. */
  intended = 0.5;
  /** When the guest did ask: its store to the doorbell, or to the ring where that was enough. */
  stored = 0.5;
  /** How long the device's handler will work on it, with taking it off its ring. */
  service = 0.5;
  /** How long its vcpu works on it before it asks, with putting it on its ring, and after it saw the answer. */
  submitWork = 0.5;
  answerWork = 0.5;
  doorbell!: Doorbell;
  /** Whether it is the last of its batch, after which the guest asks itself whether to ring. */
  endsBatch = true;
  /** How many still need it: the vcpu until its doorbell returned, the device until it is answered. */
  references = 0;
  /** Of one that nobody needs any more: another one of those. */
  next: Request | null = null;
}

/** Requests that nobody needs any more are used again, so that memory follows what is in flight, not how much has passed. */
export class RequestPool {
  #free: Request | null = null;

  take(): Request {
    const request = this.#free ?? new Request();
    this.#free = request.next;
    request.references = 2;
    return request;
  }

  /** One of the holders is done with it. */
  release(request: Request): void {
    if (--request.references > 0) return;
    request.next = this.#free;
    this.#free = request;
  }
}
