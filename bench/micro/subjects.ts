import { upstreamSearch } from "./bus.ts";
import { engineModels } from "./engine-models.ts";

/** What a contest can run by its name alone. */
export const contestants = { ...engineModels, "upstream search": upstreamSearch };
export type ContestantName = keyof typeof contestants;
