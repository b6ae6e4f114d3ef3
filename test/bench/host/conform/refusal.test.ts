/** Where there is no KVM, it is said what was tried and why that failed. */

import { expect, test } from "vitest";
import { Kvm, KvmRefused } from "../../../../bench/host/kvm/kvm.ts";

const elsewhere = process.platform !== "linux" || process.arch !== "x64";

test.skipIf(elsewhere)("a device that is not there", () => {
  expect(() => new Kvm("/dev/no-such-device")).toThrow(KvmRefused);
  expect(() => new Kvm("/dev/no-such-device")).toThrow('open("/dev/no-such-device"): ENOENT: there is no such device');
});

test.skipIf(elsewhere)("a device that is not KVM", () => {
  expect(() => new Kvm("/dev/null")).toThrow("KVM_GET_API_VERSION answers -25, not 12");
});

test.runIf(elsewhere)("another machine", () => {
  expect(() => new Kvm()).toThrow("the guest is of x86-64 under Linux");
});
