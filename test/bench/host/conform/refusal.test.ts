/** Without KVM, the error names the call that failed and the reason. */

import { expect, test } from "vitest";
import { Kvm, KvmRefused } from "../../../../bench/host/kvm/kvm.ts";

const elsewhere = process.platform !== "linux" || process.arch !== "x64";

test.skipIf(elsewhere)("a device that is not there", () => {
  expect(() => new Kvm("/dev/no-such-device")).toThrow(KvmRefused);
  expect(() => new Kvm("/dev/no-such-device")).toThrow('open("/dev/no-such-device"): ENOENT: no such device');
});

test.skipIf(elsewhere)("a device that is not KVM", () => {
  expect(() => new Kvm("/dev/null")).toThrow("KVM_GET_API_VERSION answered -25 instead of 12");
});

test.runIf(elsewhere)("another machine", () => {
  expect(() => new Kvm()).toThrow("the guest needs Linux on x86-64");
});
