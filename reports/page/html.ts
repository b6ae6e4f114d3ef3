/** Text made safe for a page. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}

/** A table of plain text cells; columns named in `numeric` are set right. */
export function htmlTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly number[] = [],
): string {
  const cell = (tag: "th" | "td") => (text: string, column: number) =>
    `<${tag}${numeric.includes(column) ? ' class="n"' : ""}>${escapeHtml(text)}</${tag}>`;
  const body = rows.map((row) => `<tr>${row.map(cell("td")).join("")}</tr>`).join("\n");
  return `<div class="wide"><table><thead><tr>${head.map(cell("th")).join("")}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** A part that opens on a click; open from the start if it is short enough to read at once. */
export function details(summary: string, content: string, state: "open" | "closed" = "closed"): string {
  return `<details${state === "open" ? " open" : ""}><summary>${escapeHtml(summary)}</summary>${content}</details>`;
}
