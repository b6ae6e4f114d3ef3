/** ioctl requests on a VM descriptor, as `_IO`/`_IOW(0xAE, nr, size)` encode them. */
export const KVM_IOFD = 0x4020ae78;
export const KVM_IOEVENTFD = 0x4040ae79;
/** In 2009 its name was KVM_ASSIGN_IRQFD. */
export const KVM_IRQFD = 0x4020ae76;
/** Of 2009 only. */
export const KVM_DEASSIGN_IRQFD = 0x4004ae77;
export const KVM_REGISTER_COALESCED_MMIO = 0x4010ae67;
export const KVM_UNREGISTER_COALESCED_MMIO = 0x4010ae68;
export const KVM_CREATE_IRQCHIP = 0xae60;
export const KVM_SET_GSI_ROUTING = 0x4008ae6a;

/** Flags of `struct kvm_iofd`. Other bits are ignored. */
export const KVM_IOFD_FLAG_DEASSIGN = 1;
export const KVM_IOFD_FLAG_PIO = 2;

/** Flags of `struct kvm_ioeventfd`. Bit 4 (16) is valid too, without a name or an effect. */
export const KVM_IOEVENTFD_FLAG_DATAMATCH = 1;
export const KVM_IOEVENTFD_FLAG_PIO = 2;
export const KVM_IOEVENTFD_FLAG_DEASSIGN = 4;
export const KVM_IOEVENTFD_FLAG_VIRTIO_CCW_NOTIFY = 8;

/** Flags of `struct kvm_irqfd`. */
export const KVM_IRQFD_FLAG_DEASSIGN = 1;
export const KVM_IRQFD_FLAG_RESAMPLE = 2;

/** Types of a `kvm_irq_routing_entry`. */
export const KVM_IRQ_ROUTING_IRQCHIP = 1;
export const KVM_IRQ_ROUTING_MSI = 2;

/** Flags of eventfd2(2). */
export const EFD_SEMAPHORE = 1;
export const EFD_NONBLOCK = 0x800;
export const EFD_CLOEXEC = 0x80000;
