/**
 * The ioctl of the 2009 patch, with a `struct kvm_iofd`: `_IOW(0xAE, 0x78, 32)`. All ioctls here go to a VM descriptor.
 */
export const KVM_IOFD = 0x4020ae78;
/** The ioctl of the merged patch, with a `struct kvm_ioeventfd`: `_IOW(0xAE, 0x79, 64)`. */
export const KVM_IOEVENTFD = 0x4040ae79;
/** With a `struct kvm_irqfd`: `_IOW(0xAE, 0x76, 32)`. In 2009 its name was KVM_ASSIGN_IRQFD. */
export const KVM_IRQFD = 0x4020ae76;
/** Exists in the 2009 patch only. Takes the descriptor: `_IOW(0xAE, 0x77, 4)`. */
export const KVM_DEASSIGN_IRQFD = 0x4004ae77;
/** With a `struct kvm_coalesced_mmio_zone`: `_IOW(0xAE, 0x67, 16)`. */
export const KVM_REGISTER_COALESCED_MMIO = 0x4010ae67;
/** With a `struct kvm_coalesced_mmio_zone`: `_IOW(0xAE, 0x68, 16)`. */
export const KVM_UNREGISTER_COALESCED_MMIO = 0x4010ae68;
/** Without an argument: `_IO(0xAE, 0x60)`. */
export const KVM_CREATE_IRQCHIP = 0xae60;
/** With a `struct kvm_irq_routing` and its entries: `_IOW(0xAE, 0x6a, 8)`. */
export const KVM_SET_GSI_ROUTING = 0x4008ae6a;

/** `struct kvm_iofd`: remove the region, which v7 always refuses. The kernel ignores all bits but these two. */
export const KVM_IOFD_FLAG_DEASSIGN = 1;
/** `struct kvm_iofd`: `addr` is a port. */
export const KVM_IOFD_FLAG_PIO = 2;

/**
 * `struct kvm_ioeventfd`: match only writes of `datamatch`. Bit 4 (16) is also valid, but has no name and no effect.
 */
export const KVM_IOEVENTFD_FLAG_DATAMATCH = 1;
/** `struct kvm_ioeventfd`: `addr` is a port. */
export const KVM_IOEVENTFD_FLAG_PIO = 2;
/** `struct kvm_ioeventfd`: remove the ioeventfd with these fields. */
export const KVM_IOEVENTFD_FLAG_DEASSIGN = 4;
/** `struct kvm_ioeventfd`: use the bus of s390's notification hypercall, unless PIO is set too. */
export const KVM_IOEVENTFD_FLAG_VIRTIO_CCW_NOTIFY = 8;

/** `struct kvm_irqfd`: remove the binding of `fd` to `gsi`. */
export const KVM_IRQFD_FLAG_DEASSIGN = 1;
/** `struct kvm_irqfd`: level-triggered, with a `resamplefd`. */
export const KVM_IRQFD_FLAG_RESAMPLE = 2;

/** Type of a routing entry that leads to a pin of the PIC or the IOAPIC. */
export const KVM_IRQ_ROUTING_IRQCHIP = 1;
/** Type of a routing entry that leads to a message (MSI). */
export const KVM_IRQ_ROUTING_MSI = 2;

/** eventfd2(2): a read decrements by 1. */
export const EFD_SEMAPHORE = 1;
/** eventfd2(2): accepted without effect, since nothing here blocks. */
export const EFD_NONBLOCK = 0x800;
/** eventfd2(2): accepted without effect. */
export const EFD_CLOEXEC = 0x80000;
