import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { keyTables } from "./scenario-keys.ts";

const [begin, end] = ["<!-- keys, from the schema -->", "<!-- end of keys -->"];

/** To write the tables anew: `npx vitest run -u test/docs/scenario-guide.test.ts`. */
test("the guide's tables of scenario keys are those of the schema", async () => {
  const guide = resolve(import.meta.dirname, "../../scenarios/README.md");
  const text = readFileSync(guide, "utf8");
  const [before, rest] = text.split(begin);
  const after = rest!.split(end)[1];
  await expect(`${before}${begin}\n\n${keyTables()}\n\n${end}${after}`).toMatchFileSnapshot(guide);
});
