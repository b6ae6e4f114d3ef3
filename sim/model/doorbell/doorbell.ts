import { FifoBuffer } from "../../engine/base/fifo-buffer.ts";
import { type IoAccess, ioWrite, type Space } from "../../kvm/access.ts";
import type { EventFd } from "../../kvm/eventfd.ts";
import type { Match } from "../spec/notify.ts";
import type { Suppression } from "../spec/virtqueue-spec.ts";
import { NotificationSuppression } from "./notification-suppression.ts";
import type { Request } from "./request.ts";
import { RingSlots } from "./ring-slots.ts";

/** Why the guest rings: for a request, or to tell the device how far it has read its completion queue (NVMe's CQ head). */
export type DoorbellKind = "request" | "cq-head";

/** Where the device's doorbells lie: `len` bytes each, side by side from `address`. */
export interface DoorbellLayout {
  readonly space: Space;
  readonly address: bigint;
  readonly len: number;
  readonly count: number;
  /** Index of the first doorbell. */
  readonly first: number;
  readonly match: Match;
}

/** The queue behind each doorbell. */
export interface QueueLayout {
  readonly kind: DoorbellKind;
  /** How a virtqueue suppresses notifications; null without a virtqueue: every request rings. */
  readonly suppression: Suppression | null;
  /** Requests that the virtqueue has room for; unlimited if not given. */
  readonly size?: number | undefined;
}

/** Address and value of the store that rings one doorbell. */
export interface DoorbellStore {
  readonly gpa: bigint;
  readonly value: bigint;
}

/** One doorbell: the store that rings it, the eventfd behind it, and the requests that wait there. */
export interface Doorbell {
  readonly index: number;
  readonly kind: DoorbellKind;
  readonly access: IoAccess;
  /** The same store as the fault handler sees it: an address without a value, before decoding. */
  readonly faultAccess: IoAccess;
  /** Page of the device, from 0. */
  readonly page: number;
  /** Null where KVM signals nobody. */
  readonly eventFd: EventFd | null;
  /** Requests that the backend will find here, oldest first. */
  readonly pending: FifoBuffer<Request>;
  /** Null without a virtqueue: then the doorbell itself is the request. */
  readonly notifications: NotificationSuppression | null;
  /** Null where the virtqueue never fills. */
  readonly ring: RingSlots | null;
  /** Whether it waits in its backend thread's queue. */
  queued: boolean;
}

/** The store that rings doorbell `index`. */
export function storeOf({ address, len }: DoorbellLayout, index: number): DoorbellStore {
  return { gpa: address + BigInt(index * len), value: BigInt.asUintN(8 * len, BigInt(index)) };
}

/** Makes the device's doorbells; `eventFds` holds one entry a doorbell. */
export function layOutDoorbells(
  layout: DoorbellLayout,
  queue: QueueLayout,
  eventFds: readonly (EventFd | null)[],
): Doorbell[] {
  return eventFds.map((eventFd, i) => {
    const index = layout.first + i;
    const { gpa, value } = storeOf(layout, index);
    return {
      index,
      kind: queue.kind,
      access: ioWrite(gpa, littleEndian(value, layout.len)),
      faultAccess: ioWrite(gpa, new Uint8Array(0)),
      page: Number(gpa / 4096n - layout.address / 4096n),
      eventFd,
      pending: new FifoBuffer<Request>(),
      notifications: queue.suppression === null ? null : new NotificationSuppression(queue.suppression),
      ring: queue.size === undefined ? null : new RingSlots(queue.size),
      queued: false,
    };
  });
}

function littleEndian(value: bigint, len: number): Uint8Array {
  return Uint8Array.from({ length: len }, (_, byte) => Number((value >> BigInt(8 * byte)) & 0xffn));
}
