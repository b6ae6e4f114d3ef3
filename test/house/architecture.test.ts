import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { floorOf, floors } from "./floors.ts";

const root = resolve(import.meta.dirname, "../..");
const [house, ...paths] = [...readFileSync(join(root, "ARCHITECTURE.md"), "utf8").matchAll(/```\n([\s\S]*?)```/g)].map(
  (block) => block[1]!.trimEnd().split("\n"),
);

test("the picture of the house shows every room on its floor, the top first", () => {
  const drawn = house!.map((line) => /^ *(\d+) {2}(\S+) +\S/.exec(line)!.slice(1, 3));
  const built = floors.flatMap((floor, number) => floor.map((room) => [String(number), room]));
  const byFloor = (a: string[], b: string[]) => Number(b[0]) - Number(a[0]) || a[1]!.localeCompare(b[1]!);
  expect(drawn.map(([number]) => Number(number))).toEqual(
    drawn.map(([number]) => Number(number)).sort((a, b) => b - a),
  );
  expect([...drawn].sort(byFloor)).toEqual(built.sort(byFloor));
});

test("on the paths of a scenario and of a doorbell every file exists, and no step goes up a floor", () => {
  expect(paths.length).toBe(2);
  for (const path of paths) {
    const callers: string[] = [];
    for (const line of path) {
      const [, indent, file] = /^( *)(\S+\.ts) +\S/.exec(line)!;
      const depth = indent!.length / 2;
      expect(existsSync(join(root, file!)), file).toBe(true);
      if (depth > 0) expect(floorOf(file!), line).toBeLessThanOrEqual(floorOf(callers[depth - 1]!));
      callers.splice(depth, Infinity, file!);
    }
  }
});
