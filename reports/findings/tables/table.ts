/** Tables of text: one value for the terminal, the page and exports. */

/** A table as it is shown. Every row has one text a column. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Indexes of the columns that hold numbers; they are aligned right. */
  readonly numeric: readonly number[];
}

/** A table with its heading, and a note that says how to read it. The note may be empty. */
export interface TitledTable {
  readonly title: string;
  readonly note: string;
  readonly table: Table;
}

/** One column of a table of `Item`s. */
export interface Column<Item> {
  readonly title: string;
  readonly numeric: boolean;
  cell(item: Item): string;
}

/** A column of words, aligned left. */
export function textColumn<Item>(title: string, cell: (item: Item) => string): Column<Item> {
  return { title, numeric: false, cell };
}

/** A column of numbers, aligned right. */
export function numberColumn<Item>(title: string, cell: (item: Item) => string): Column<Item> {
  return { title, numeric: true, cell };
}

/** One row an item. */
export function tableOf<Item>(columns: readonly Column<Item>[], items: readonly Item[]): Table {
  return {
    head: columns.map(({ title }) => title),
    rows: items.map((item) => columns.map((column) => column.cell(item))),
    numeric: columns.flatMap(({ numeric }, index) => (numeric ? [index] : [])),
  };
}
