#!/usr/bin/env bash
# Guess: a gzip reader for browsers reads `cat cpu0.gz cpu1.gz` as gunzip does, both members (RFC 1952, section 2.2).
# Seen: fflate 0.8.3's gunzipSync returns one member only, without an error, so that a trace joined from per-CPU files
# loses a CPU; pako 3.0.3 and zlib return both. Exit 1 if that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fflate@0.8.3 pako@3.0.3
cat >read.mjs <<'JS'
import { gunzipSync as zlib, gzipSync } from "node:zlib";
import { gunzipSync as fflate } from "fflate";
import { ungzip as pako } from "pako";
const line = (cpu, time) => `qemu-100   [00${cpu}] .....  ${time}: kvm_mmio: mmio write len 4 gpa 0xfe003000 val 0x0\n`;
const joined = Buffer.concat([gzipSync(line(0, "1.000001")), gzipSync(line(1, "1.000002"))]);
const seen = {};
for (const [name, read] of Object.entries({ zlib, pako, fflate })) {
  const text = new TextDecoder().decode(read(joined));
  seen[name] = text.split("\n").filter(Boolean).map((l) => /\[(\d+)\]/.exec(l)?.[1] ?? "?").join(",");
  console.log(`${name}: events of CPU ${seen[name] || "none"}`);
}
process.exit(seen.zlib === "000,001" && seen.pako === "000,001" && seen.fflate !== "000,001" ? 0 : 1);
JS
echo "node $(node --version), fflate 0.8.3, pako 3.0.3: two gzip members, one a CPU, joined by cat"
node read.mjs
