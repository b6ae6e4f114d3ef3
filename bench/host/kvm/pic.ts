import { type Kvm, throwOnErrno } from "./kvm.ts";

const KVM_GET_IRQCHIP = 0xc208ae62;
const KVM_SET_IRQCHIP = 0x8208ae63;
const SIZEOF_IRQCHIP = 520;
// Offsets in `struct kvm_irqchip` (u32 chip_id, u32 pad, then `struct kvm_pic_state`).
const IRR = 9;
const IMR = 10;
const CHIPS = [0, 1];

/**
 * Records interrupts with the two 8259 chips of a VM. Every line is masked. So an edge of a gsi below 16 sets its bit
 * in the interrupt request register, where it stays until `clear`.
 */
export class Pic {
  readonly #kvm: Kvm;
  readonly #vm: number;
  readonly #state = new Uint8Array(SIZEOF_IRQCHIP);

  /** Masks every line. `vm` must have an in-kernel irqchip. */
  constructor(kvm: Kvm, vm: number) {
    this.#kvm = kvm;
    this.#vm = vm;
    for (const chip of CHIPS) this.#update(chip, IMR, () => 0xff);
  }

  /** The gsis with a request, in ascending order. */
  requests(): number[] {
    return CHIPS.flatMap((chip) => {
      this.#read(chip);
      const requests = this.#state[IRR]!;
      return requests === 0
        ? []
        : [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (requests >> bit) & 1).map((bit) => chip * 8 + bit);
    });
  }

  /** Clears these requests. The levels of the lines stay as they are. */
  clear(gsis: readonly number[]): void {
    for (const chip of CHIPS) {
      const bits = gsis.filter((gsi) => gsi >> 3 === chip).reduce((mask, gsi) => mask | (1 << (gsi & 7)), 0);
      if (bits !== 0) this.#update(chip, IRR, (requests) => requests & ~bits);
    }
  }

  #update(chip: number, register: number, to: (value: number) => number): void {
    this.#read(chip);
    this.#state[register] = to(this.#state[register]!);
    throwOnErrno("KVM_SET_IRQCHIP", this.#kvm.libc.ioctl(this.#vm, KVM_SET_IRQCHIP, this.#state));
  }

  #read(chip: number): void {
    new DataView(this.#state.buffer).setUint32(0, chip, true);
    throwOnErrno("KVM_GET_IRQCHIP", this.#kvm.libc.ioctl(this.#vm, KVM_GET_IRQCHIP, this.#state));
  }
}
