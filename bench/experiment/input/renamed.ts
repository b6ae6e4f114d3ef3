/** Names that scenario files had before, and the names that they have instead. */

/** Keys, by path. */
export const renamedKeys: Readonly<Record<string, string>> = { "regions.rung": "regions.choice" };

/** Values that are chosen by name. */
export const renamedValues: Readonly<Record<string, string>> = { lag: "issue-delay" };
