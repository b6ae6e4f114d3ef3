/** YAML with positions, so that every fault can name its line and column. */

import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLParseError,
} from "yaml";
import type { Fault } from "./fault.ts";

/** Where a value lies in a document: keys and indexes from the root. */
export type Path = readonly (string | number)[];

/** A parsed file: its plain value, and a way back to lines and columns. */
export interface SourceDocument {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** A fault at the value of `path`, at the key `key` inside it if given, else at the nearest written ancestor. */
  faultAt(path: Path, message: string, key?: string): Fault;
}

/** Parses YAML. Syntax errors become faults; the value is then undefined. */
export function readYaml(file: string, text: string): SourceDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, intAsBigInt: true, prettyErrors: false, merge: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const faults = document.errors.map((error) => ({ ...at(error.pos[0]), message: wordingOf(error, text) }));
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      faults.push({ ...at(alias.range?.[0] ?? 0), message: `no anchor &${alias.source} stands before this alias` });
    },
  });
  const value = faults.length > 0 ? undefined : contentOf(document, (message) => faults.push({ ...at(0), message }));
  const faultAt = (path: Path, message: string, key?: string) => ({ ...at(offsetOf(document, path, key)), message });
  return { file, text, value, faults, faultAt };
}

/** The message of a syntax error. Messages that name functions of the parser are replaced. */
function wordingOf({ code, message, pos }: YAMLParseError, text: string): string {
  if (code === "MULTIPLE_DOCS") return "another document begins here; put it in a file of its own";
  if (code !== "DUPLICATE_KEY") return tidy(message);
  const key = text.slice(pos[0]).split(/[:\s]/)[0];
  return `the key "${key}" is there already; remove one of the two`;
}

/** Resolves aliases. That fails where they make too many copies. */
function contentOf(document: Document, report: (message: string) => void): unknown {
  try {
    return plain(document.toJS());
  } catch (error) {
    report(tidy((error as Error).message));
    return undefined;
  }
}

/** Integers that a double holds exactly become numbers; only true u64s stay bigint. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function offsetOf(document: Document, path: Path, key: string | undefined): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    const offset = offsetIn(node as Node | null, depth === path.length ? key : undefined);
    if (offset !== null) return offset;
  }
  return 0;
}

function offsetIn(node: Node | null | undefined, key: string | undefined): number | null {
  if (!isScalar(node) && !isCollection(node)) return null;
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key);
    if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
  }
  return node.range ? node.range[0] : null;
}

const tidy = (message: string) => message.split("\n")[0]!.trim();
