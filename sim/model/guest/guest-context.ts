import type { RequestPool } from "../doorbell/request.ts";
import type { Backend } from "../exit/backend.ts";
import type { ExitContext } from "../exit/exit-context.ts";
import type { RequestSource } from "../workload/request-source.ts";

/** What a vcpu works with: the way out of the guest, and where its requests come from. */
export interface GuestContext extends ExitContext {
  readonly backend: Backend;
  readonly source: RequestSource;
  readonly pool: RequestPool;
}
