import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const read = (file: string) => JSON.parse(readFileSync(resolve(import.meta.dirname, "../..", file), "utf8"));

/**
 * npm 11 skips an install script that `allowScripts` does not name, and warns about it. koffi's script is denied: it
 * compiles only where there is no prebuilt binary, and there is one for each platform that `iofd conform` runs on.
 */
test("package.json allows or denies every install script of a dependency, so that npm ci prints no warning", () => {
  const { packages } = read("package-lock.json") as { packages: Record<string, { hasInstallScript?: boolean }> };
  const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const names = scripted.map(([path]) => path.replace(/^.*node_modules\//, ""));
  expect(Object.keys(read("package.json").allowScripts)).toEqual(names);
});
