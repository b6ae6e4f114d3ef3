/** The guest's program: short 64-bit stubs. Each performs one access and then stops. */

/** RAM from address 0. Devices may follow it. */
export const LOW_RAM = { gpa: 0, size: 0x10000 } as const;
/** RAM after the devices. The guest's system RAM starts at its third page. */
export const HIGH_RAM = { gpa: 0x20000000, size: 0x12000 } as const;
/** RAM for the guest's own code and page tables. No script touches it. */
export const SYSTEM_GPA = HIGH_RAM.gpa + 0x2000;
export const SYSTEM_SIZE = 0x10000;
/** The page for elements of string instructions and for operands of 16 bytes. A string never crosses a page. */
export const BUFFER_GPA = SYSTEM_GPA + 0x1000;
export const BUFFER_SIZE = 0x1000;
/** The port that ends a stub where HLT does not exit to userspace. */
export const DONE_PORT = 0xe8;

/**
 * The instruction that ends a stub. With an in-kernel irqchip HLT does not exit to userspace, but a port write does.
 */
export type StopInstruction = "hlt" | "port";

/** A stub by its access. `rdi` holds the address, `dx` the port, `rax` the value, `rcx` the number of elements. */
export type StubName = keyof typeof STUBS;

const STUBS = {
  store1: [0x88, 0x07], // mov %al,(%rdi)
  store2: [0x66, 0x89, 0x07], // mov %ax,(%rdi)
  store4: [0x89, 0x07], // mov %eax,(%rdi)
  store8: [0x48, 0x89, 0x07], // mov %rax,(%rdi)
  store16: [0x0f, 0x10, 0x06, 0x0f, 0x11, 0x07], // movups (%rsi),%xmm0; movups %xmm0,(%rdi)
  load1: [0x8a, 0x07], // mov (%rdi),%al
  load2: [0x66, 0x8b, 0x07], // mov (%rdi),%ax
  load4: [0x8b, 0x07], // mov (%rdi),%eax
  load8: [0x48, 0x8b, 0x07], // mov (%rdi),%rax
  load16: [0x0f, 0x10, 0x07, 0x0f, 0x11, 0x06], // movups (%rdi),%xmm0; movups %xmm0,(%rsi)
  out1: [0xee], // out %al,(%dx)
  out2: [0x66, 0xef], // out %ax,(%dx)
  out4: [0xef], // out %eax,(%dx)
  in1: [0xec], // in (%dx),%al
  in2: [0x66, 0xed], // in (%dx),%ax
  in4: [0xed], // in (%dx),%eax
  outs1: [0xf3, 0x6e], // rep outsb (%rsi),(%dx)
  outs2: [0x66, 0xf3, 0x6f], // rep outsw (%rsi),(%dx)
  outs4: [0xf3, 0x6f], // rep outsl (%rsi),(%dx)
  ins1: [0xf3, 0x6c], // rep insb (%dx),(%rdi)
  ins2: [0x66, 0xf3, 0x6d], // rep insw (%dx),(%rdi)
  ins4: [0xf3, 0x6d], // rep insl (%dx),(%rdi)
} as const;

const STUB_SIZE = 16;
const STOP_CODE: Record<StopInstruction, readonly number[]> = {
  hlt: [0xf4], // hlt
  port: [0xe6, DONE_PORT], // out %al,$DONE_PORT
};

const PML4 = SYSTEM_GPA + 0x2000;
const PDPT = SYSTEM_GPA + 0x3000;
const DIRECTORIES = SYSTEM_GPA + 0x4000;
/** Gigabytes mapped one to one, 2 MiB a page: the first four, the one above 2^32, and one with 39-bit addresses. */
const GIGABYTES = [0, 1, 2, 3, 4, 256];
const PRESENT_WRITABLE = 0x23n;
const LARGE_PAGE = 0xe3n;

/** Writes the stubs and the page tables into the guest's system RAM, which has `SYSTEM_SIZE` bytes. */
export function writeGuestSystem(system: Uint8Array, stop: StopInstruction): void {
  Object.values(STUBS).forEach((code, index) => {
    system.set([...code, ...STOP_CODE[stop]], index * STUB_SIZE);
  });
  const view = new DataView(system.buffer, system.byteOffset, system.byteLength);
  const entry = (table: number, index: number, value: bigint): void =>
    view.setBigUint64(table - SYSTEM_GPA + index * 8, value, true);
  entry(PML4, 0, BigInt(PDPT) | PRESENT_WRITABLE);
  GIGABYTES.forEach((gigabyte, order) => {
    const directory = DIRECTORIES + order * 0x1000;
    entry(PDPT, gigabyte, BigInt(directory) | PRESENT_WRITABLE);
    for (let i = 0; i < 512; i++) entry(directory, i, (BigInt(gigabyte) << 30n) | (BigInt(i) << 21n) | LARGE_PAGE);
  });
}

/** The `rip` of a stub's first instruction. */
export function stubAddress(name: StubName): bigint {
  return BigInt(SYSTEM_GPA + Object.keys(STUBS).indexOf(name) * STUB_SIZE);
}

/** Changes `struct kvm_sregs` of a new vCPU to 64-bit kernel mode with the page tables of `writeGuestSystem`. */
export function enterLongMode(sregs: Uint8Array): void {
  const view = new DataView(sregs.buffer, sregs.byteOffset, sregs.byteLength);
  writeSegment(view, CS, { selector: 8, type: 11, long: 1 });
  for (const data of DATA_SEGMENTS) writeSegment(view, data, { selector: 16, type: 3, long: 0 });
  view.setBigUint64(CR0, 0x80010033n, true); // PG WP NE ET MP PE
  view.setBigUint64(CR3, BigInt(PML4), true);
  view.setBigUint64(CR4, 0x620n, true); // OSXMMEXCPT OSFXSR PAE
  view.setBigUint64(EFER, 0x500n, true); // LMA LME
}

// Offsets in `struct kvm_sregs`; a `struct kvm_segment` has 24 bytes.
const CS = 0;
const DATA_SEGMENTS = [24, 48, 72, 96, 120]; // ds es fs gs ss
const CR0 = 224;
const CR3 = 240;
const CR4 = 248;
const EFER = 264;

function writeSegment(view: DataView, at: number, is: { selector: number; type: number; long: number }): void {
  view.setBigUint64(at, 0n, true); // base
  view.setUint32(at + 8, 0xffffffff, true); // limit
  view.setUint16(at + 12, is.selector, true);
  const fields = [is.type, 1, 0, 1 - is.long, 1, is.long, 1]; // type present dpl db s l g
  for (const [i, value] of fields.entries()) view.setUint8(at + 14 + i, value);
}
