import type { Notify } from "../../spec/notify.ts";
import { coalesced } from "./coalesced.ts";
import { ioeventfd } from "./ioeventfd.ts";
import type { Mechanism } from "./mechanism.ts";
import { userspace } from "./userspace.ts";

/** The mechanism behind each value of `notify`. */
export const mechanisms: Readonly<Record<Notify, Mechanism>> = { qemu: userspace, iofd: ioeventfd, coalesced };
