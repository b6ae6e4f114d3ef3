import { HIGH_RAM, LOW_RAM } from "../kvm/guest-code.ts";
import type { Divergence } from "./oracle.ts";
import { type ByKind, byKind, EVENTFDS, NULL_FD, type Script } from "./step.ts";

/** A divergence as a program to run with `Vm`, with both answers to its last line as comments. */
export function printDivergence({ script, kernel, ours, repeats }: Divergence): string {
  return [
    ...preamble(script),
    ...script.steps.map((step) => `${byKind(lines, step)};`),
    `// kernel: ${kernel}`,
    `// ours:   ${ours}`,
    ...(repeats ? [] : ["// one more run of the script gave no difference: it depends on timing"]),
  ].join("\n");
}

function preamble({ flavour }: Script): string[] {
  const second = ['const other = new Vm({ kernel: "upstream", fds });'];
  const irqchips = ["vm", "other"].map((name) => `${name}.ioctl(KVM_CREATE_IRQCHIP, null);`);
  return [
    "const bytes = (value, size) => new Uint8Array(new BigUint64Array([value, ~value]).buffer).slice(0, size);",
    "const fds = new FdTable();",
    'const vm = new Vm({ kernel: "upstream", fds });',
    ...(flavour === "irqchip" ? [...second, ...irqchips] : []),
    ...[LOW_RAM, HIGH_RAM].map(({ gpa, size }) => `vm.addRam(${text(BigInt(gpa))}, ${text(BigInt(size))});`),
    `for (let i = 0; i < ${EVENTFDS.length}; i++) vm.eventfd(0, 0); // descriptors ${EVENTFDS.join(", ")}`,
    `vm.openNull(); // descriptor ${NULL_FD}`,
  ];
}

const lines: ByKind<[], string> = {
  ioeventfd: ({ args }) => `vm.ioctl(KVM_IOEVENTFD, encodeIoeventfd(${fields(args)}))`,
  iofd: ({ args }) => `vm.ioctl(KVM_IOFD, encodeIofd(${fields(args)}))`,
  "register-zone": ({ args }) => `vm.ioctl(KVM_REGISTER_COALESCED_MMIO, encodeCoalescedZone(${fields(args)}))`,
  "unregister-zone": ({ args }) => `vm.ioctl(KVM_UNREGISTER_COALESCED_MMIO, encodeCoalescedZone(${fields(args)}))`,
  "register-zones": ({ addr, count }) =>
    `for (let i = 0n; i < ${count}n; i++) vm.ioctl(KVM_REGISTER_COALESCED_MMIO, ` +
    `encodeCoalescedZone({ addr: ${text(addr)} + 4n * i, size: 4 }))`,
  irqfd: ({ vm, args }) => `${vm === 0 ? "vm" : "other"}.ioctl(KVM_IRQFD, encodeIrqfd(${fields(args)}))`,
  "create-irqchip": () => "vm.ioctl(KVM_CREATE_IRQCHIP, null)",
  "set-routing": ({ flags, entries }) =>
    `vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ flags: ${flags}, entries: [${entries.map(fields).join(", ")}] }))`,
  "null-pointer": ({ request }) => `vm.ioctl(0x${request.toString(16)}, null)`,
  eventfd: ({ initval, flags }) => `vm.eventfd(${initval}, 0x${flags.toString(16)})`,
  "open-null": () => "vm.openNull()",
  dup: ({ fd }) => `vm.dup(${fd})`,
  close: ({ fd }) => `vm.close(${fd})`,
  poll: ({ fd }) => `vm.poll(${fd})`,
  read: ({ fd, size }) => `vm.read(${fd}, new Uint8Array(${size}))`,
  write: ({ fd, value, size }) => `vm.write(${fd}, bytes(${text(value)}, ${size}))`,
  store: ({ space, gpa, value, len }) =>
    `vm.store({ space: "${space}", gpa: ${text(gpa)}, data: bytes(${text(value)}, ${len}) })`,
  load: ({ space, gpa, len }) => `vm.load({ space: "${space}", gpa: ${text(gpa)}, len: ${len} })`,
  "load-register": ({ space, gpa, len }) => `vm.load({ space: "${space}", gpa: ${text(gpa)}, len: ${len} })`,
  outs: ({ port, len, values }) =>
    `for (const value of [${values.map(text).join(", ")}]) ` +
    `vm.store({ space: "pio", gpa: ${text(port)}, data: bytes(value, ${len}) }) /* rep outs */`,
  ins: ({ port, len, count }) =>
    `for (let i = 0; i < ${count}; i++) vm.load({ space: "pio", gpa: ${text(port)}, len: ${len} }) /* rep ins */`,
  drain: () => "vm.coalesced()",
  "set-ring": ({ first, last }) => `vm.ring = { first: ${first}, last: ${last} }`,
  eoi: ({ gsi }) => `vm.eoi(${gsi})`,
};

function fields(args: object): string {
  const list = Object.entries(args).map(([name, value]) => `${name}: ${text(value)}`);
  return `{ ${list.join(", ")} }`;
}

function text(value: bigint | number): string {
  return typeof value === "bigint" ? `0x${value.toString(16)}n` : String(value);
}
