import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bytesOf, embeddedFile } from "../../../../bench/experiment/result/embedded-file.ts";
import { shippedScenarios } from "../../../../bench/host/files/locations.ts";

test("text stays text", () => {
  const bytes = new TextEncoder().encode("name: grüße\n");
  expect(embeddedFile(bytes)).toEqual({ encoding: "utf8", content: "name: grüße\n" });
  expect(bytesOf(embeddedFile(bytes))).toEqual(bytes);
});

test.each([
  [
    "a trace",
    new Uint8Array(readFileSync(join(shippedScenarios, "traces/virtio-blk-modern-mmio-noioeventfd.ftrace.txt.gz"))),
  ],
  ["a byte order mark, which decoding drops", Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)],
  ["every byte", Uint8Array.from({ length: 256 }, (_, i) => i)],
])("%s is kept in base64, byte for byte", (_, bytes) => {
  const embedded = embeddedFile(bytes);
  expect(embedded).toEqual({ encoding: "base64", content: Buffer.from(bytes).toString("base64") });
  expect(bytesOf(embedded)).toEqual(bytes);
});
