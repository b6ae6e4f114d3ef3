import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { coldStart } from "../../../bench/micro/cold-start.ts";
import { compareWithNative } from "../../../bench/micro/native-comparison.ts";
import { NativeReference } from "../../../bench/micro/native-reference.ts";
import { subjects } from "../../../bench/micro/subjects.ts";

const sizes: Record<string, number> = { "M/M/1": 20_000, "ping-pong": 10_000 };

test.each(Object.entries(subjects))("subject %s does the same number of operations in each run", (name, make) => {
  const { run, operations } = make(sizes[name.split(",")[0]!] ?? 50);
  for (let i = 0; i < 2; i++) run();
  expect(operations).toBeGreaterThanOrEqual(10_000);
});

test("an M/M/1 whose mean wait is far from theory is an error", () => {
  vi.spyOn(Math, "sqrt").mockReturnValueOnce(0);
  const { run } = subjects["M/M/1, events"](20_000);
  expect(run).toThrow(/M\/M\/1: mean wait of 20000 customers is [\d.]+; expected 20000 customers and 4 ± 0/);
  vi.restoreAllMocks();
});

const compiled = NativeReference.compile("engine");

describe.skipIf(typeof compiled === "string")("the reference in C++", () => {
  afterAll(() => (compiled as NativeReference).close());
  const time = (...what: string[]) => (compiled as NativeReference).time(what, 1);

  test("times HOLD with one and eight kinds of handlers, and M/M/1", () => {
    const times = [time("hold", "16"), time("hold8", "16"), time("mm1", "100000")];
    expect(times.every((nanoseconds) => nanoseconds > 0.5)).toBe(true);
  });

  test("takes longer with more pending events", () => {
    expect(time("hold", "100000")).toBeGreaterThan(time("hold", "16"));
  });
});

describe("without a compiler", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("our code is timed without a reference, and the reason is given", async () => {
    vi.stubEnv("PATH", "/nowhere");
    const { rows, absent } = await compareWithNative("bus", "short", () => {});
    expect(absent).toEqual(["bus in C++: no g++ on this machine"]);
    expect(rows.map(({ name, size, native, ratio }) => ({ name, size, native, ratio }))).toEqual([
      { name: "upstream search", size: 10, native: null, ratio: null },
      { name: "upstream search", size: 1000, native: null, ratio: null },
    ]);
    expect(rows.every(({ ours }) => ours > 0)).toBe(true);
  });
});

test("a cold start costs more than node alone", () => {
  const { node, beyond, customers } = coldStart("short");
  expect(customers).toBe(1_000_000);
  expect(node).toBeGreaterThan(0);
  expect(beyond).toBeGreaterThan(0);
});
