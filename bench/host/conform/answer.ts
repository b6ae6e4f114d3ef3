/** Answers as text. Two texts are equal if and only if the answers are. */

import { type Exit, errnoName } from "../../../sim/index.ts";

/** The result of a call: a number, or the name of the errno. */
export function resultText(result: number): string {
  return result < 0 ? (errnoName(result) ?? `errno ${-result}`) : String(result);
}

/** The exits in order, with their bytes: "W4@10000000=05000000 OUT1@80=11". */
export function exitText(exits: readonly Exit[]): string {
  if (exits.length === 0) return "no exit";
  const verbs = { mmio: { read: "R", write: "W" }, io: { read: "IN", write: "OUT" } };
  return exits
    .map(({ reason, gpa, len, data, write }) => {
      const verb = verbs[reason][write ? "write" : "read"];
      return `${verb}${len}@${hex(gpa)}=${hexBytes(data)}`;
    })
    .join(" ");
}

export function hex(value: bigint): string {
  return value.toString(16);
}

export function hexBytes(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("hex");
}
