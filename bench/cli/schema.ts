import { costSheetJsonSchema } from "../experiment/costs/schema.ts";
import { scenarioJsonSchema } from "../experiment/scenario/schema.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd schema`: prints the JSON Schema that editors complete scenario files with; with `costs`, that of cost sheets. */
export function schema({ costs = false }: { costs?: boolean }, terminal: Terminal): void {
  terminal.out(JSON.stringify(costs ? costSheetJsonSchema() : scenarioJsonSchema(), null, 2));
}
