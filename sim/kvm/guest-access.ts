import { ioRead, ioWrite, type Space } from "./access.ts";
import { checkBytes } from "./arguments.ts";
import type { Buses } from "./buses.ts";
import { PAGE_SIZE, type Ram } from "./ram.ts";

/** An access that the kernel could not handle, as `KVM_RUN` returns it. */
export interface Exit {
  /** "mmio" is KVM_EXIT_MMIO, "io" is KVM_EXIT_IO. */
  readonly reason: "mmio" | "io";
  readonly gpa: bigint;
  /** Bytes, 1 to 8. */
  readonly len: number;
  /** The written bytes; zeros for a read. */
  readonly data: Uint8Array;
  readonly write: boolean;
}

/**
 * "now": each part that no device took is an exit of its own. "2009": there was one buffer for a write, so that only
 * the second of two untaken parts is reported; reads are not split.
 */
export type Fragments = "now" | "2009";

/** The VMM's data for a load: bytes by offset in the access, or a function called at each exit. */
export type Answer = Uint8Array | ((exit: Exit) => Uint8Array);

interface Part {
  readonly gpa: bigint;
  /** A view of the bytes of the whole access. */
  readonly data: Uint8Array;
}

const CHUNK = 8;
const U64_MASK = 0xffffffffffffffffn;
const APIC_PAGE = 0xfee00000n / PAGE_SIZE;

/** Takes a guest's load or store through RAM, local APIC and bus, and returns the remaining exits. */
export class GuestAccess {
  readonly #buses: Buses;
  readonly #ram: Ram;
  readonly #fragments: Fragments;
  readonly #apic: { readonly present: boolean };
  /**
   * Pages known to be MMIO. A fault takes the fast path only after a first, slow access to its page. `null`: no fast
   * MMIO.
   */
  readonly #knownPages: Set<bigint> | null;

  constructor(host: {
    readonly buses: Buses;
    readonly ram: Ram;
    readonly irqchip: { readonly present: boolean };
    readonly fragments: Fragments;
    readonly fastMmio: boolean;
  }) {
    this.#buses = host.buses;
    this.#ram = host.ram;
    this.#apic = host.irqchip;
    this.#fragments = host.fragments;
    this.#knownPages = host.fastMmio ? new Set() : null;
  }

  /** Performs one store. Returns its exits. */
  store(space: Space, gpa: bigint, data: Uint8Array): Exit[] {
    if (space === "pio") {
      const taken = this.#buses.pio.write(ioWrite(gpa, data)) !== null;
      return taken ? [] : [exitOf("io", { gpa, data }, "write")];
    }
    if (this.#fastMmio(gpa, data.length)) return [];
    const exits: Exit[] = [];
    for (const part of splitAtPage(gpa, data)) {
      const rest = this.#deliver(part, "write");
      if (rest !== null) exits.push(...chunksOf(rest).map((chunk) => exitOf("mmio", chunk, "write")));
    }
    return this.#fragments === "2009" ? exits.slice(-1) : exits;
  }

  /** Performs one load into `data`. Returns its exits, already answered. */
  load(space: Space, access: { gpa: bigint; data: Uint8Array }, answer: Answer): Exit[] {
    const { gpa, data } = access;
    const unhandled = space === "pio" ? this.#loadPort(access) : this.#loadMemory(access);
    return unhandled.map((part) => {
      const exit = exitOf(space === "pio" ? "io" : "mmio", part, "read");
      const offset = Number((part.gpa - gpa) & U64_MASK);
      const bytes = typeof answer === "function" ? answer(exit) : answer.subarray(offset, offset + exit.len);
      checkBytes("answer", bytes, exit.len);
      data.set(bytes.subarray(0, exit.len), offset);
      return exit;
    });
  }

  #loadPort(part: Part): Part[] {
    return this.#buses.pio.read(ioRead(part.gpa, part.data.length), part.data) === null ? [part] : [];
  }

  #loadMemory({ gpa, data }: Part): Part[] {
    if (this.#fastMmio(gpa, data.length)) return [];
    const parts = splitAtPage(gpa, data);
    if (this.#fragments === "2009" && !parts.every((part) => this.#ram.has(part.gpa))) {
      return this.#readDevice({ gpa, data }) ? [] : [{ gpa, data }];
    }
    return parts.flatMap((part) => {
      const rest = this.#deliver(part, "read");
      return rest === null ? [] : chunksOf(rest);
    });
  }

  /**
   * Performs a part within one page: on RAM, or on devices in chunks until none takes one (`vcpu_mmio_write`,
   * `vcpu_mmio_read`). Returns the rest, or `null`.
   */
  #deliver(part: Part, direction: "read" | "write"): Part | null {
    if (this.#ram.has(part.gpa)) {
      if (direction === "write") this.#ram.write(part.gpa, part.data);
      else this.#ram.read(part.gpa, part.data);
      return null;
    }
    let rest = part;
    while (rest.data.length > 0) {
      const chunk = { gpa: rest.gpa, data: rest.data.subarray(0, CHUNK) };
      const taken = direction === "write" ? this.#writeDevice(chunk) : this.#readDevice(chunk);
      if (!taken) return rest;
      rest = after(rest, chunk.data.length);
    }
    return null;
  }

  #writeDevice({ gpa, data }: Part): boolean {
    return this.#isApic(gpa) || this.#buses.mmio.write(ioWrite(gpa, data)) !== null;
  }

  #readDevice({ gpa, data }: Part): boolean {
    if (!this.#isApic(gpa)) return this.#buses.mmio.read(ioRead(gpa, data.length), data) !== null;
    data.fill(0);
    return true;
  }

  /** The vcpu's own APIC comes before the bus. Its registers are not modelled. */
  #isApic(gpa: bigint): boolean {
    return this.#apic.present && gpa / PAGE_SIZE === APIC_PAGE;
  }

  /**
   * The fault handler's shortcut (`handle_ept_misconfig`). It knows only the address of the fault, so a load signals as
   * a store does, and leaves its destination unchanged.
   */
  #fastMmio(gpa: bigint, len: number): boolean {
    if (this.#knownPages === null) return false;
    const fault = splitAtPage(gpa, new Uint8Array(len)).find((part) => !this.#ram.has(part.gpa));
    if (fault === undefined) return false;
    const page = fault.gpa / PAGE_SIZE;
    if (this.#knownPages.has(page)) {
      return this.#buses["fast-mmio"].write(ioWrite(fault.gpa, new Uint8Array(0))) !== null;
    }
    this.#knownPages.add(page);
    return false;
  }
}

function exitOf(reason: Exit["reason"], part: Part, direction: "read" | "write"): Exit {
  const len = part.data.length;
  const write = direction === "write";
  return { reason, gpa: part.gpa, len, data: write ? part.data.slice() : new Uint8Array(len), write };
}

/** Splits an access at a page boundary, as the emulator does. */
function splitAtPage(gpa: bigint, data: Uint8Array): Part[] {
  const room = Number(PAGE_SIZE - (gpa % PAGE_SIZE));
  if (data.length <= room) return [{ gpa, data }];
  return [{ gpa, data: data.subarray(0, room) }, after({ gpa, data }, room)];
}

function after(part: Part, bytes: number): Part {
  return { gpa: (part.gpa + BigInt(bytes)) & U64_MASK, data: part.data.subarray(bytes) };
}

/** Splits a part into exits of at most 8 bytes. */
function chunksOf(part: Part): Part[] {
  const chunks: Part[] = [];
  for (let rest = part; rest.data.length > 0; rest = after(rest, CHUNK)) {
    chunks.push({ gpa: rest.gpa, data: rest.data.subarray(0, CHUNK) });
  }
  return chunks;
}
