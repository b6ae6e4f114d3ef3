/** docs/kvm.md: its program does what its comments say, and every cell of its table is what that kernel does. */

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import * as simulator from "../../sim/index.ts";
import { B, TestMachine, word } from "../cases/machine.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/kvm.md"), "utf8");

test("the page's program does what its comments say", () => {
  const [program] = page.match(/(?<=```js\n)[\s\S]*?(?=```)/)!;
  const lines = program
    .replace(/^import \* as iofd from "iofd";\n/, "")
    .split("\n")
    .map((line) => line.replace(/^(.*); \/\/ (.+?)(?:: [^}]*)?$/, "check($1, $2);"));
  const seen: unknown[] = [];
  const check = (is: unknown, said: unknown) => void seen.push(expect(is).toEqual(said));
  new Function("iofd", "check", lines.join("\n"))(simulator, check);
  expect(seen.length).toBe(21);
});

const doorbellOf = (m: TestMachine, addr: bigint, len: number, fd: number): string =>
  m.vm.kernel === "v7" ? m.iofd(addr, len, fd) : m.mmio(addr, len, { fd });
const portOf = (m: TestMachine, fd: number): string =>
  m.vm.kernel === "v7" ? m.iofd(B, 4, fd, simulator.KVM_IOFD_FLAG_PIO) : m.pio(B, 4, { fd });
const removalOf = (m: TestMachine, fd: number): string =>
  m.vm.kernel === "v7" ? m.iofd(B, 4, fd, simulator.KVM_IOFD_FLAG_DEASSIGN) : m.deassign(B, 4, { fd });

/** The answer to the last of `count` requests, or the bug that stopped the kernel before. */
function lastOf(count: number, request: (i: bigint) => string): string {
  try {
    return Array.from({ length: count }, (_, i) => request(BigInt(i))).at(-1)!;
  } catch (error) {
    return (error as Error).name;
  }
}

/** Each on a fresh machine, with an eventfd and a doorbell of 4 bytes for it at B. */
const rows: Record<string, (m: TestMachine, fd: number) => unknown> = {
  "`KVM_IOFD`": (m, fd) => m.iofd(0n, 4, fd),
  "`KVM_IOEVENTFD`": (m, fd) => m.mmio(0n, 4, { fd }),
  "lengths of a doorbell, of 0 1 2 3 4 8": (m, fd) =>
    [0, 1, 2, 3, 4, 8].filter((len) => doorbellOf(new TestMachine(m.vm.kernel, { fds: m.vm.fds }), B, len, fd) === "0"),
  "the same doorbell again": (m, fd) => doorbellOf(m, B, 4, fd),
  "a port doorbell at the same number": portOf,
  "its removal, twice": (m, fd) => [removalOf(m, fd), removalOf(m, fd)],
  "the seventh doorbell": (m, fd) => lastOf(6, (i) => doorbellOf(m, 8n * i, 4, fd)),
  "the 1001st coalesced zone": (m) => lastOf(1001, (i) => m.zone(B + 0x1000n * i, 8)),
  "a store of 2 to a doorbell of 4": (m, fd) => (m.w(2, B) === "" && m.take(fd) === 1n ? "signal" : "exit"),
  "a load from a doorbell": (m) => {
    const answer = new Uint8Array(4).fill(9);
    const { data, exits } = m.vm.load({ space: "mmio", gpa: B, len: 4, answer });
    return exits.length === 0 && data.every((byte) => byte === 0) ? "zeros" : "exit";
  },
  "a doorbell inside an older zone, then beside it": ({ vm: { kernel } }) => {
    const m = new TestMachine(kernel);
    m.zone(B, 0x1000);
    doorbellOf(m, B + 0x10n, 4, m.e());
    return [0x10n, 0x14n].map((offset) => {
      const exits = m.w(4, B + offset);
      return exits !== "" ? "exit" : m.vm.coalesced().length === 1 ? "ring" : "signal";
    });
  },
  "stores that an empty ring holds": (m) => {
    m.zone(2n * B, 4);
    let held = 0;
    while (m.w(4, 2n * B) === "") held++;
    return held;
  },
  "an irqfd before the irqchip": (m, fd) => m.irqfd(fd, 5),
  "a second irqfd on one eventfd": (m, fd) => {
    if (m.vm.kernel === "upstream" || m.vm.kernel === "ideal") m.vm.ioctl(simulator.KVM_CREATE_IRQCHIP, null);
    m.irqfd(fd, 5);
    return m.irqfd(fd, 6);
  },
  "a 9-byte write to an eventfd": (m, fd) => word(m.vm.write(fd, new Uint8Array(9))),
};

const table = [...page.matchAll(/^\| ([^|]+) \| (.+) \|$/gm)].map(([, label, cells]) => [label!, cells!] as const);

test.each(table.slice(2))("%s: as the page's table says", (label, cells) => {
  const answers = simulator.kernels.map((kernel) => {
    const m = new TestMachine(kernel);
    const fd = m.e();
    doorbellOf(m, B, 4, fd);
    return [rows[label]!(m, fd)].flat().join(" ");
  });
  expect(answers).toEqual(cells.split(" | "));
});

test("the table has a row for each of the kernels' differences that are asked here", () => {
  expect(table.slice(2).map(([label]) => label)).toEqual(Object.keys(rows));
});

test("every name of the functional core that the package exports has a doc comment", () => {
  const file = join(root, "sim/index.ts");
  const options = { allowImportingTsExtensions: true, noEmit: true, noLib: true, types: [], skipLibCheck: true };
  const program = ts.createProgram([file], { ...options, target: ts.ScriptTarget.ES2023 });
  const checker = program.getTypeChecker();
  const names = checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!)
    .map((name) => (name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name))
    .filter((name) => name.declarations![0]!.getSourceFile().fileName.includes("/sim/kvm/"));
  const bare = names.filter((name) => name.getDocumentationComment(checker).length === 0);
  expect(bare.map((name) => name.name)).toEqual([]);
  expect(names.length).toBeGreaterThan(60);
});
