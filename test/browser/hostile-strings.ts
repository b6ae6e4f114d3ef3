import type { z } from "zod";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Markup that runs a script, or ends whatever element or attribute it stands in. */
export const payload = `"'></script></style></title></pre><img src=x onerror="window.ran = 1"><script>window.ran = 1</script>&lt;`;

/**
 * `file` with the payload before every string that `schema` leaves free, keys of records included. Words of a fixed list
 * stay. A reference to a point changes with the point's id.
 */
export function hostile<File>(file: File, schema: z.ZodType<File>): { file: File; changed: string[] } {
  const json = file as Json;
  const free = [...new Set(kindsOf(json))].filter((kind) => isFree(json, kind, schema));
  return { file: changed(json, new Set(free)) as File, changed: free };
}

/** Only a broken reference may be wrong with it: those are mended when all strings change together. */
function isFree(json: Json, kind: string, schema: z.ZodType): boolean {
  const { error } = schema.safeParse(changed(json, new Set([kind])));
  return (error?.issues ?? []).every(({ code }) => code === "custom");
}

/** All places of strings, without the indexes of lists: `points.*.id`; the keys at a place are `points.*.axes#`. */
function kindsOf(json: Json, place = ""): string[] {
  if (typeof json === "string") return [place];
  if (Array.isArray(json)) return json.flatMap((item) => kindsOf(item, `${place}.*`));
  if (json === null || typeof json !== "object") return [];
  return [`${place}#`, ...Object.entries(json).flatMap(([key, value]) => kindsOf(value, `${place}.${key}`))];
}

function changed(json: Json, kinds: ReadonlySet<string>, place = ""): Json {
  if (typeof json === "string") return kinds.has(place) ? payload + json : json;
  if (Array.isArray(json)) return json.map((item) => changed(item, kinds, `${place}.*`));
  if (json === null || typeof json !== "object") return json;
  const named = (key: string) => (kinds.has(`${place}#`) ? payload + key : key);
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [named(key), changed(value, kinds, `${place}.${key}`)]),
  );
}
