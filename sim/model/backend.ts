import type { Doorbell } from "./doorbell.ts";
import type { Request } from "./request.ts";

/** Who acts on a doorbell. `Observations` is told of every handler run. */
export interface Backend {
  /** The vcpu is about to signal this doorbell's eventfd: its request is now the backend's to find. */
  announce(doorbell: Doorbell): void;
  /** The VMM's handler takes the request in the vcpu's own thread. */
  handleInline(request: Request): void;
}
