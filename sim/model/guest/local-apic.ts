/** Interrupts that one vcpu's local APIC holds until the guest takes them. */
export class LocalApic {
  pending = false;
  /** Whether the vcpu is in the host: an interrupt then waits for VM entry. */
  out = false;
  #kicked = false;

  /** An interrupt arrives. A vcpu in guest mode must be kicked. */
  raise(): void {
    this.pending = true;
    this.#kicked ||= !this.out;
  }

  /** The guest takes what is pending. True if the vcpu was kicked for it. */
  take(): boolean {
    const kicked = this.#kicked;
    this.pending = false;
    this.#kicked = false;
    return kicked;
  }
}
