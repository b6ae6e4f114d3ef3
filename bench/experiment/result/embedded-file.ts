/** A file that a scenario named, with its whole content: text where it is UTF-8, base64 where it is not. */
export interface EmbeddedFile {
  readonly encoding: "utf8" | "base64";
  readonly content: string;
}

/** Embeds `bytes`; `bytesOf` gives the same bytes back. */
export function embeddedFile(bytes: Uint8Array): EmbeddedFile {
  const content = new TextDecoder().decode(bytes);
  if (isSame(new TextEncoder().encode(content), bytes)) return { encoding: "utf8", content };
  return { encoding: "base64", content: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
}

/** The bytes of an embedded file. */
export function bytesOf({ encoding, content }: EmbeddedFile): Uint8Array {
  if (encoding === "utf8") return new TextEncoder().encode(content);
  return Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
