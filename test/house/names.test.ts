import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { kernels, notifies } from "../../sim/index.ts";

const root = resolve(import.meta.dirname, "../..");

/** Who may say a kernel's or a mechanism's name: the tables behind `capabilities` and `mechanisms`. */
const tables = ["sim/kvm/kernels.ts", "sim/model/spec/notify.ts", "sim/model/exit/mechanisms/mechanisms.ts"];

const sources = ["sim", "bench", "reports"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("out/"))
    .map((name) => `${folder}/${name}`),
);

test("nobody compares with a kernel's or a mechanism's name: they ask what it can do", () => {
  const names = [...kernels, ...notifies].map((name) => name.replaceAll(".", "\\.")).join("|");
  const comparison = new RegExp(`(?:[!=]==? *|case )["'](?:${names})["']|["'](?:${names})["'] *[!=]==?`);
  const telling = sources
    .filter((file) => !tables.includes(file))
    .filter((file) => comparison.test(readFileSync(join(root, file), "utf8")));
  expect(telling).toEqual([]);
});
