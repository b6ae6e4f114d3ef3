import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parseScenario } from "../../bench/experiment/load/parse-scenario.ts";
import { diskInputs } from "../../bench/host/files/disk-inputs.ts";
import { shippedScenarios } from "../../bench/host/files/locations.ts";
import { encodeIoeventfd, KVM_IOEVENTFD, Vm } from "../../sim/index.ts";

const root = resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const blocks = (file: string, language: string) =>
  [...read(file).matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map((match) => match[1]!);

test("the README's scenario is valid, and has ten lines or fewer", () => {
  const [text] = blocks("README.md", "yaml");
  const inputs = diskInputs(join(shippedScenarios, "x.yaml"));
  expect(parseScenario("README.md", text!, inputs).points.length).toBe(16);
  expect(text!.trim().split("\n").length).toBeLessThanOrEqual(10);
});

test("the README's program does what its comments say", () => {
  const [program] = blocks("README.md", "ts");
  const statements = program!.split("\n").filter((line) => /^(const|vm\.)/.test(line));
  const body = statements.map((line, i) =>
    i === 0 || line.startsWith("const") ? line : `said.push(${line.split("; //")[0]});`,
  );
  const said: unknown[] = [];
  new Function("Vm", "KVM_IOEVENTFD", "encodeIoeventfd", "said", body.join("\n"))(
    Vm,
    KVM_IOEVENTFD,
    encodeIoeventfd,
    said,
  );
  expect(said).toEqual([0, [], 5]);
});

test.each(["README.md", "ARCHITECTURE.md", "scenarios/README.md", "docs/engine.md"])(
  "what %s links to exists",
  (file) => {
    const links = [...read(file).matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !existsSync(join(root, dirname(file), link)))).toEqual([]);
  },
);

test("every source file that ARCHITECTURE.md names exists", () => {
  const named = [...read("ARCHITECTURE.md").matchAll(/`([a-z/-]+\.ts)`/g)].map((match) => match[1]!);
  const sources = ["sim", "bench", "reports", "test"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
  );
  expect(named.filter((name) => !sources.some((source) => source.endsWith(`/${name}`) || source === name))).toEqual([]);
  expect(named.length).toBeGreaterThan(10);
});
