import { expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type { Measurement } from "../../../../bench/experiment/result/measurement.ts";
import type { measurementSchema } from "../../../../bench/experiment/result/measurement-schema.ts";
import type { Result } from "../../../../bench/experiment/result/result.ts";
import type { resultSchema } from "../../../../bench/experiment/result/schema.ts";

/** A type without `readonly`, which a schema does not infer. */
type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;

test("the schemas infer exactly the types of results and measurements; tsc checks it", () => {
  expectTypeOf<Writable<z.infer<typeof resultSchema>>>().toEqualTypeOf<Writable<Result>>();
  expectTypeOf<Writable<z.infer<typeof measurementSchema>>>().toEqualTypeOf<Writable<Measurement>>();
});
