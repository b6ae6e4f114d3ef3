/** Interrupts on their way into one vcpu: what its local APIC holds until the guest takes it. */
export class LocalApic {
  /** Whether the guest has an interrupt to take. */
  pending = false;
  /** Whether the vcpu is out of the guest, so that an interrupt has to wait for its entry. */
  out = false;
  #kicked = false;

  /** An interrupt comes in. A vcpu that is in the guest has to be reached there. */
  raise(): void {
    this.pending = true;
    this.#kicked ||= !this.out;
  }

  /** The guest takes what is pending; returns whether its vcpu had to be reached in the guest for it. */
  take(): boolean {
    const kicked = this.#kicked;
    this.pending = false;
    this.#kicked = false;
    return kicked;
  }
}
