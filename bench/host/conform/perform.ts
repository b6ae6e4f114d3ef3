import {
  type Exit,
  encodeCoalescedZone,
  encodeGsiRouting,
  encodeIoeventfd,
  encodeIofd,
  encodeIrqfd,
  KVM_CREATE_IRQCHIP,
  KVM_IOEVENTFD,
  KVM_IOFD,
  KVM_IRQ_ROUTING_IRQCHIP,
  KVM_IRQFD,
  KVM_REGISTER_COALESCED_MMIO,
  KVM_SET_GSI_ROUTING,
  KVM_UNREGISTER_COALESCED_MMIO,
  SIZEOF_GSI_ROUTING,
  SIZEOF_GSI_ROUTING_ENTRY,
} from "../../../sim/index.ts";
import { exitText, hex, hexBytes, resultText } from "./answer.ts";
import { type ByKind, byKind, EVENTFDS, NULL_FD, type RoutingEntry, type Step, type StepOf } from "./step.ts";
import type { SharedVm, SystemUnderTest } from "./system-under-test.ts";

const RING_ENTRIES = 170;

/** Opens the descriptors that every script starts with. */
export function openDescriptors({ vms: [vm] }: SystemUnderTest): void {
  const opened = [...EVENTFDS.map(() => vm.eventfd(0, 0)), vm.openNull()];
  const wanted = [...EVENTFDS, NULL_FD];
  if (String(opened) !== String(wanted)) throw new Error(`opened descriptors ${opened} instead of ${wanted}`);
}

/** Performs one step. Returns the answer as text. */
export function perform(step: Step, system: SystemUnderTest): string {
  return byKind(performers, step, system);
}

const performers: ByKind<[SystemUnderTest], string> = {
  ioeventfd: ({ args }, { vms: [vm] }) => resultText(vm.ioctl(KVM_IOEVENTFD, encodeIoeventfd(args))),
  iofd: ({ args }, { vms: [vm] }) => resultText(vm.ioctl(KVM_IOFD, encodeIofd(args))),
  "register-zone": ({ args }, { vms: [vm] }) =>
    resultText(vm.ioctl(KVM_REGISTER_COALESCED_MMIO, encodeCoalescedZone(args))),
  "unregister-zone": ({ args }, { vms: [vm] }) =>
    resultText(vm.ioctl(KVM_UNREGISTER_COALESCED_MMIO, encodeCoalescedZone(args))),
  "register-zones": registerZones,
  irqfd: ({ vm, args }, { vms }) => resultText(vms[vm].ioctl(KVM_IRQFD, encodeIrqfd(args))),
  "create-irqchip": (_, { vms: [vm] }) => resultText(vm.ioctl(KVM_CREATE_IRQCHIP, null)),
  "set-routing": ({ flags, entries }, { vms: [vm] }) =>
    resultText(vm.ioctl(KVM_SET_GSI_ROUTING, encodeRouting(flags, entries))),
  "null-pointer": ({ request }, { vms: [vm] }) => resultText(vm.ioctl(request, null)),
  eventfd: ({ initval, flags }, { vms: [vm] }) => resultText(vm.eventfd(initval, flags)),
  "open-null": (_, { vms: [vm] }) => resultText(vm.openNull()),
  dup: ({ fd }, { vms: [vm] }) => resultText(vm.dup(fd)),
  close,
  poll: ({ fd }, { vms: [vm] }) => `events ${vm.poll(fd)}`,
  read,
  write: ({ fd, value, size }, { vms: [vm] }) => resultText(vm.write(fd, valueBytes(value, size))),
  store: (step, { vms: [vm] }) => {
    const exits = vm.store({ space: step.space, gpa: step.gpa, data: valueBytes(step.value, step.len) });
    return `${exitText(exits)}; ${ringText(vm)}`;
  },
  load: ({ space, gpa, len }, { vms: [vm] }) =>
    `${loadText(vm.load({ space, gpa, len, answer: readAnswer }))}; ${ringText(vm)}`,
  "load-register": ({ space, gpa, len }, { vms: [vm] }) =>
    exitText(vm.load({ space, gpa, len, answer: readAnswer }).exits),
  outs: ({ port, len, values }, system) => {
    const exits = system.outs(
      port,
      values.map((value) => valueBytes(value, len)),
    );
    return `${exitText(exits)}; ${ringText(system.vms[0])}`;
  },
  ins: (step, system) => loadText(system.ins(step, readAnswer)),
  drain,
  "set-ring": ({ first, last }, { vms: [vm] }) => {
    vm.ring = { first, last };
    return ringText(vm);
  },
  eoi: ({ gsi }, { vms: [vm] }) => {
    vm.eoi(gsi);
    return "done";
  },
};

/** `struct kvm_irq_routing`. A route to an irqchip names the 8259 and the pin of the gsi. */
function encodeRouting(flags: number, entries: readonly RoutingEntry[]): Uint8Array {
  const bytes = encodeGsiRouting({ flags, entries });
  const view = new DataView(bytes.buffer);
  entries.forEach(({ gsi, type }, i) => {
    if (type !== KVM_IRQ_ROUTING_IRQCHIP) return;
    view.setUint32(SIZEOF_GSI_ROUTING + i * SIZEOF_GSI_ROUTING_ENTRY + 16, gsi >> 3, true);
    view.setUint32(SIZEOF_GSI_ROUTING + i * SIZEOF_GSI_ROUTING_ENTRY + 20, gsi & 7, true);
  });
  return bytes;
}

/** Returns the number of zones with each answer: "985 x 0, 15 x ENOSPC". */
function registerZones({ addr, count }: StepOf<"register-zones">, { vms: [vm] }: SystemUnderTest): string {
  const answers = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const zone = encodeCoalescedZone({ addr: addr + BigInt(4 * i), size: 4 });
    const answer = resultText(vm.ioctl(KVM_REGISTER_COALESCED_MMIO, zone));
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  return [...answers].map(([answer, times]) => `${times} x ${answer}`).join(", ");
}

function close({ fd }: StepOf<"close">, system: SystemUnderTest): string {
  const answer = resultText(system.vms[0].close(fd));
  system.awaitIrqfdShutdown();
  return answer;
}

function read({ fd, size }: StepOf<"read">, { vms: [vm] }: SystemUnderTest): string {
  const buffer = new Uint8Array(size);
  const result = vm.read(fd, buffer);
  return result > 0 ? `${result} bytes, ${hexBytes(buffer)}` : resultText(result);
}

/** Resets a ring index that an earlier step set out of range: no entry belongs to it. */
function drain(_: StepOf<"drain">, { vms: [vm] }: SystemUnderTest): string {
  if (vm.ring.first >= RING_ENTRIES || vm.ring.last >= RING_ENTRIES) vm.ring = { first: 0, last: 0 };
  const writes = vm.coalesced().map(({ gpa, len, data, pio }) => {
    return `${pio ? "OUT" : "W"}${len}@${hex(gpa)}=${hexBytes(data)}`;
  });
  return [`${writes.length} writes`, ...writes, ringText(vm)].join(" ");
}

function loadText({ data, exits }: { data: Uint8Array; exits: readonly Exit[] }): string {
  return `${exitText(exits)}; data ${hexBytes(data)}`;
}

function ringText(vm: SharedVm): string {
  return `ring ${vm.ring.first} ${vm.ring.last}`;
}

/** The VMM's answer to a read exit. It differs from address to address. */
function readAnswer(exit: Exit): Uint8Array {
  return Uint8Array.from({ length: exit.len }, (_, i) => (Number(exit.gpa & 0xffn) * 3 + i * 17 + 0x41) & 0xff);
}

/** `size` bytes, at most 16: the value's 8 in little-endian order, then its complement's. */
function valueBytes(value: bigint, size: number): Uint8Array {
  const bytes = new Uint8Array(new BigUint64Array([value, ~value]).buffer);
  return bytes.slice(0, size);
}
