/** Markup that escapes by default. */

import type { Table, TitledTable } from "../findings/tables/table.ts";

/** A value that a template takes. Text and numbers are escaped; only `Html` stands as it is. */
export type Content = string | number | Html | readonly Content[];

/** Finished markup. A plain string never becomes markup by accident: `html` and `Html.trusted` are the only ways to make one. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** Takes `markup` as it is. Call it only with text that our own code or a library made as markup. */
  static trusted(markup: string): Html {
    return new Html(markup);
  }

  toString(): string {
    return this.#markup;
  }
}

/** Template tag: escapes every inserted text, also inside double-quoted attributes; lists are joined. */
export function html(literals: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return Html.trusted(
    literals.map((literal, i) => (i === 0 ? literal : markupOf(contents[i - 1]!) + literal)).join(""),
  );
}

/** Nothing, where markup is asked for. */
export const nothing = html``;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function markupOf(content: Content): string {
  if (content instanceof Html) return content.toString();
  if (typeof content === "string") return content.replace(/[&<>"']/g, (character) => entities[character]!);
  return typeof content === "number" ? String(content) : content.map(markupOf).join("");
}

/** A table that scrolls sideways where the screen is too narrow for it. */
export function htmlTable({ head, rows, numeric }: Table): Html {
  const kind = (column: number) => (numeric.includes(column) ? html` class="n"` : nothing);
  const titles = head.map((title, column) => html`<th${kind(column)}>${title}</th>`);
  const body = rows.map((row) => html`<tr>${row.map((cell, column) => html`<td${kind(column)}>${cell}</td>`)}</tr>\n`);
  return html`<div class="wide"><table><thead><tr>${titles}</tr></thead><tbody>\n${body}</tbody></table></div>`;
}

/** A note in small print; nothing if it is empty. */
export function noteOf(text: string): Html {
  return text === "" ? nothing : html`<p class="note">${text}</p>`;
}

/** A table under a heading of its own; nothing for null. */
export function headedTable(titled: TitledTable | null): Html {
  if (titled === null) return nothing;
  return html`<h3>${titled.title}</h3>${noteOf(titled.note)}${htmlTable(titled.table)}`;
}

/** A table behind its title, which opens and closes it; nothing for null. */
export function foldedTable(titled: TitledTable | null, state: Fold): Html {
  return titled === null
    ? nothing
    : details(titled.title, html`${noteOf(titled.note)}${htmlTable(titled.table)}`, state);
}

/** Whether a part is open when the page opens. */
export type Fold = "open" | "closed";

/** A part that a click on its summary opens and closes. */
export function details(summary: string, content: Html, state: Fold): Html {
  const open = state === "open" ? html` open` : nothing;
  return html`<details${open}><summary>${summary}</summary>${content}</details>`;
}
