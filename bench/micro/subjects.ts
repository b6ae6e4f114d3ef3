import { upstreamSearchTask } from "./bus.ts";
import { engineModels } from "./engine-models.ts";

/** Subjects that a benchmark selects by name. Each function builds one at a size. */
export const subjects = { ...engineModels, "upstream search": upstreamSearchTask };
export type SubjectName = keyof typeof subjects;
