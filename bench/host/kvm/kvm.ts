import { errnoName } from "../../../sim/index.ts";
import { type Libc, loadLibc, O_CLOEXEC, O_RDWR } from "./libc.ts";

const KVM_GET_API_VERSION = 0xae00;
const KVM_CREATE_VM = 0xae01;
const KVM_CHECK_EXTENSION = 0xae03;
const KVM_GET_VCPU_MMAP_SIZE = 0xae04;
const KVM_GET_SUPPORTED_CPUID = 0xc008ae05;
const API_VERSION = 12;
const CPUID_ENTRIES = 256;

/** The capabilities that the scripts need: names without KVM_CAP_, and numbers. */
const CAPABILITIES = {
  COALESCED_MMIO: 15,
  IRQFD: 32,
  IOEVENTFD: 36,
  SYNC_REGS: 74,
  IRQFD_RESAMPLE: 82,
  IOEVENTFD_ANY_LENGTH: 122,
  COALESCED_PIO: 162,
};

/** /dev/kvm is not usable. The message names the call that failed and the reason. */
export class KvmRefused extends Error {
  override readonly name = "KvmRefused";
}

/** An open `/dev/kvm` with all capabilities that the scripts need. */
export class Kvm {
  readonly libc: Libc;
  /** Size of the mapping of a vCPU's descriptor, in bytes. */
  readonly runSize: number;
  /** `struct kvm_cpuid2` with every feature that this kernel supports. */
  readonly cpuid: Uint8Array;
  readonly #fd: number;

  /** Throws `KvmRefused`. */
  constructor(device = "/dev/kvm") {
    if (process.platform !== "linux" || process.arch !== "x64") {
      throw new KvmRefused(`the guest needs Linux on x86-64; this is ${process.platform} on ${process.arch}`);
    }
    this.libc = libc();
    this.#fd = this.libc.open(device, O_RDWR | O_CLOEXEC);
    if (this.#fd < 0) throw new KvmRefused(`open("${device}"): ${openErrorText(this.#fd)}`);
    try {
      this.#checkVersionAndCapabilities();
      this.runSize = this.#ioctl(KVM_GET_VCPU_MMAP_SIZE, 0);
      this.cpuid = new Uint8Array(8 + 40 * CPUID_ENTRIES);
      new DataView(this.cpuid.buffer).setUint32(0, CPUID_ENTRIES, true);
      this.#ioctl(KVM_GET_SUPPORTED_CPUID, this.cpuid);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Creates a VM. Returns its descriptor. */
  createVm(): number {
    return this.#ioctl(KVM_CREATE_VM, 0);
  }

  close(): void {
    this.libc.close(this.#fd);
  }

  #checkVersionAndCapabilities(): void {
    const version = this.libc.ioctl(this.#fd, KVM_GET_API_VERSION, 0);
    if (version !== API_VERSION) {
      throw new KvmRefused(`KVM_GET_API_VERSION answered ${version} instead of ${API_VERSION}`);
    }
    const missing = Object.entries(CAPABILITIES).filter(([, number]) => this.#ioctl(KVM_CHECK_EXTENSION, number) === 0);
    if (missing.length > 0) {
      throw new KvmRefused(`this kernel's KVM lacks ${missing.map(([name]) => `KVM_CAP_${name}`).join(", ")}`);
    }
  }

  #ioctl(request: number, argument: number | Uint8Array): number {
    return throwOnErrno(`ioctl 0x${request.toString(16)} of /dev/kvm`, this.libc.ioctl(this.#fd, request, argument));
  }
}

function libc(): Libc {
  try {
    return loadLibc();
  } catch (error) {
    throw new KvmRefused(`koffi, which calls the C library, does not load: ${(error as Error).message}`);
  }
}

function openErrorText(result: number): string {
  const faults: Record<number, string> = {
    [-2]: "ENOENT: no such device; load the module kvm, or give the device to this container",
    [-13]: "EACCES: this user may not open it; join the device's group, or become root",
    [-1]: "EPERM: the container's device policy forbids it",
    [-6]: "ENXIO: no driver answers for the device",
    [-19]: "ENODEV: no driver answers for the device; is virtualisation enabled in the firmware?",
  };
  return faults[result] ?? errnoName(result) ?? `errno ${-result}`;
}

/** Returns the result of a call. Throws if it is a negated errno; the message starts with `what`. */
export function throwOnErrno(what: string, result: number): number {
  if (result < 0) throw new Error(`${what} failed: ${errnoName(result) ?? `errno ${-result}`}`);
  return result;
}
