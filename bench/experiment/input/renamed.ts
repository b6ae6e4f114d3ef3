/** Names that scenario files had before, and the names that they have instead. */

/** New path by old path of a key. */
export const renamedKeys: ReadonlyMap<string, string> = new Map([["regions.rung", "regions.choice"]]);

/** New name by old name of a value. */
export const renamedValues: ReadonlyMap<string, string> = new Map([["lag", "issue-delay"]]);
