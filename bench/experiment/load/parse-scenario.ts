/** Reads a scenario as a whole, or refuses it with every fault. */

import type { z } from "zod";
import { isCostSheet } from "../costs/load-sheet.ts";
import { distinct, type Fault, InputError } from "../input/fault.ts";
import { faultsOf } from "../input/schema-faults.ts";
import { readYaml, type SourceDocument } from "../input/yaml.ts";
import { unusedFaults } from "../rules/unused-settings.ts";
import type { Inputs } from "../scenario/inputs.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { scenarioSchema } from "../scenario/schema.ts";
import { axesOf } from "./axes.ts";
import { placeFigures } from "./place-figures.ts";
import { PointBuilder } from "./point-builder.ts";

/** Parses and checks a scenario and all that it names; throws an `InputError` with every fault. */
export function parseScenario(file: string, text: string, inputs: Inputs): Scenario {
  const source = scenarioSource(file, text);
  const axes = axesOf(source);
  const builder = new PointBuilder(source, axes, inputs);
  const { head, faults } = headOf(source);
  const known = [...faults, ...axes.faults, ...settingFaults(head, builder), ...builder.singleFaults()];
  if (!head || known.length > 0) throw new InputError(distinct(known));
  const { name, question, baseline = null, sensitivity = null } = head;
  const points = builder.points(baseline);
  const unused = distinct(unusedFaults(source, points));
  if (unused.length > 0) throw new InputError(unused);
  const validation = head.validation ? placeFigures(head.validation, points, source.faultAt) : null;
  const { run } = points[0]!.settings;
  return { name, question, file, text, axes: axes.values, baseline, sensitivity, validation, run, points };
}

/** The parsed file, if it is meant as a scenario. */
function scenarioSource(file: string, text: string): SourceDocument {
  const source = readYaml(file, text);
  const { value, faults } = source;
  const refuse = (message: string) => new InputError([source.faultAt([], message)]);
  if (faults.length > 0) throw new InputError(faults);
  if (value === null)
    throw new InputError([{ file, message: "the file is empty; `iofd init` writes one to start from" }]);
  if (typeof value !== "object" || Array.isArray(value)) {
    throw refuse("expected keys with values, such as `name: my-device`");
  }
  if (isCostSheet(source)) throw refuse("this is a cost sheet; a scenario names it as `costs`");
  return source;
}

const headSchema = scenarioSchema
  .pick({ name: true, question: true, baseline: true, sensitivity: true, validation: true })
  .loose();

type Head = z.output<typeof headSchema>;

/** The keys that are not settings, and their faults. Settings are checked point by point. */
function headOf(source: SourceDocument): { head: Head | null; faults: Fault[] } {
  const parsed = headSchema.safeParse(source.value);
  if (parsed.success) return { head: parsed.data, faults: [] };
  return { head: null, faults: faultsOf(parsed.error, source, scenarioSchema) };
}

/** Faults of the settings that the head names, each at its key. */
function settingFaults(head: Head | null, builder: PointBuilder): Fault[] {
  const cells = head?.validation?.cells ?? [];
  return [
    ...builder.settingFaults(["baseline"], head?.baseline),
    ...builder.settingFaults(["sensitivity", "at"], head?.sensitivity?.at),
    ...cells.flatMap(({ at, over }, i) => [
      ...builder.settingFaults(["validation", "cells", i, "at"], at),
      ...builder.settingFaults(["validation", "cells", i, "over"], over),
    ]),
  ];
}
