/** One page from result and measurement files. Draws only: it never runs a simulation. */

import { type Measurement, measurementFormat } from "../../bench/experiment/result/measurement.ts";
import type { Result } from "../../bench/experiment/result/result.ts";
import { measurementSection } from "./measurement-section.ts";
import { renderPage, type Section } from "./page.ts";
import { resultSection } from "./result-section.ts";

/** The page as HTML. Parts come in the order of the files; several files of one name get ids of their own. */
export async function renderReport(files: readonly (Result | Measurement)[]): Promise<string> {
  const sections = unique(files.map((file) => (isMeasurement(file) ? measurementSection(file) : resultSection(file))));
  const results = files.filter((file): file is Result => !isMeasurement(file));
  const title = results.length === 1 ? `${results[0]!.name}: what iofd saves` : "What iofd saves, and what that costs";
  return renderPage(title, sections);
}

function isMeasurement(file: Result | Measurement): file is Measurement {
  return file.format === measurementFormat;
}

function unique(sections: readonly Section[]): Section[] {
  const seen = new Map<string, number>();
  return sections.map((section) => {
    const count = (seen.get(section.id) ?? 0) + 1;
    seen.set(section.id, count);
    return count === 1 ? section : { ...section, id: `${section.id}-${count}`, title: `${section.title} (${count})` };
  });
}
