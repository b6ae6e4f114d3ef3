/** One page from result and measurement files. It only draws; it never runs a simulation. */

import { type Measurement, measurementFormat } from "../../bench/experiment/result/measurement.ts";
import type { Result } from "../../bench/experiment/result/result.ts";
import type { PageLibraries } from "./libraries.ts";
import { measurementSection } from "./measurement-section.ts";
import { renderPage, type Section } from "./page.ts";
import { resultSection } from "./result-section.ts";

/** The page as HTML, one section a file in the order given. A repeated name gets a number. */
export async function renderReport(
  files: readonly (Result | Measurement)[],
  libraries: PageLibraries,
): Promise<string> {
  const sections = unique(files.map((file) => (isMeasurement(file) ? measurementSection(file) : resultSection(file))));
  const results = files.filter((file) => !isMeasurement(file));
  const title = results.length === 1 ? `${results[0]!.name}: what iofd saves` : "What iofd saves, and what it costs";
  return renderPage(title, sections, libraries);
}

function isMeasurement(file: Result | Measurement): file is Measurement {
  return file.format === measurementFormat;
}

function unique(sections: readonly Section[]): Section[] {
  const taken = new Set<string>();
  return sections.map((section) => {
    let count = 1;
    const idOf = (n: number) => (n === 1 ? section.id : `${section.id}-${n}`);
    while (taken.has(idOf(count))) count++;
    taken.add(idOf(count));
    return count === 1 ? section : { ...section, id: idOf(count), title: `${section.title} (${count})` };
  });
}
