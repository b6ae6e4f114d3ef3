// Compiles a checkout's TypeScript to JavaScript in node_modules/.cache/iofd, which then runs as an installed package
// does: without loader hooks, whose thread alone costs as much as Node's own start. Files that have not changed are not
// compiled again.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("../", import.meta.url);
const rootFolder = fileURLToPath(root);
const rooms = ["sim", "bench", "reports", "examples"];
const require = createRequire(import.meta.url);

/** Brings the cache up to date; returns the URL of its folder. Without a writable cache, of a temporary folder. */
export function compileCheckout() {
  process.setSourceMapsEnabled(true); // stack traces name the sources
  const cache = join(rootFolder, "node_modules/.cache/iofd");
  try {
    compileInto(cache);
    return pathToFileURL(`${cache}/`);
  } catch (error) {
    if (error.syscall === undefined) throw error;
    return pathToFileURL(`${compileElsewhere()}/`);
  }
}

function compileElsewhere() {
  const folder = fs.mkdtempSync(join(tmpdir(), "iofd-"));
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  fs.symlinkSync(join(rootFolder, "node_modules"), join(folder, "node_modules"), "junction");
  compileInto(folder);
  return folder;
}

function compileInto(folder) {
  keep(join(folder, "package.json"), manifest());
  const version = [
    rootFolder,
    versionOf("ts-node"),
    versionOf("typescript"),
    textOf(join(rootFolder, "tsconfig.json")),
    textOf(import.meta.filename),
  ].join();
  const names = rooms.flatMap(sourcesOf);
  const kept = new Set(names.map((name) => join(folder, name.replace(/\.ts$/, ".js"))));
  for (const path of rooms.flatMap((room) => filesIn(folder, room))) if (!kept.has(path)) fs.rmSync(path);
  for (const name of names) {
    const source = textOf(join(rootFolder, name));
    const mark = `\n//# iofd ${createHash("sha256").update(version).update(source).digest("hex")}\n`;
    const target = join(folder, name.replace(/\.ts$/, ".js"));
    if (!textOf(target).endsWith(mark)) keep(target, `${compiled(name, source)}${mark}`);
  }
}

/** The cache is a package of its own, so that the examples find `iofd/engine`; `checkout` says where the rest lies. */
function manifest() {
  const exports = { ".": "./sim/index.js", "./engine": "./sim/engine/index.js" };
  return JSON.stringify({ name: "iofd", type: "module", exports, checkout: root.href });
}

const versionOf = (name) => JSON.parse(textOf(require.resolve(`${name}/package.json`))).version;

const sourcesOf = (room) =>
  filesIn(rootFolder, room)
    .filter((path) => path.endsWith(".ts"))
    .map((path) => relative(rootFolder, path));

/** Files below `folder`/`room`. Walks by itself: Node 20's own recursive `readdirSync` takes five times as long. */
function filesIn(folder, room) {
  const place = join(folder, room);
  if (!fs.existsSync(place)) return [];
  return fs.readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    return entry.isDirectory() ? filesIn(place, entry.name) : [join(place, entry.name)];
  });
}

/** Empty where there is no such file. */
function textOf(path) {
  try {
    return fs.readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

/** Writes a file whole or not at all, since other processes may read it. */
function keep(path, text) {
  if (textOf(path) === text) return;
  const partial = `${path}.${process.pid}.partial`;
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(partial, text);
  fs.renameSync(partial, path);
}

let compiler;

/** The JavaScript of a source, with its source map inline. Types are checked by `npm run check`, not here. */
function compiled(name, source) {
  compiler ??= require("ts-node").create({
    cwd: rootFolder,
    project: join(rootFolder, "tsconfig.json"),
    transpileOnly: true,
  });
  return compiler.compile(source, join(rootFolder, name));
}
