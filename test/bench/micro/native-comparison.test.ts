import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { coldStart } from "../../../bench/micro/cold-start.ts";
import { Yardstick } from "../../../bench/micro/native.ts";
import { contestsOf } from "../../../bench/micro/native-comparison.ts";
import { contestants } from "../../../bench/micro/subjects.ts";

const sizes: Record<string, number> = { "M/M/1": 20_000, "ping-pong": 10_000 };

test.each(Object.entries(contestants))("contestant %s runs as often as it is asked to", (name, make) => {
  const { run, operations } = make(sizes[name.split(",")[0]!] ?? 50);
  for (let i = 0; i < 2; i++) run();
  expect(operations).toBeGreaterThanOrEqual(10_000);
});

test("an M/M/1 whose customers do not wait as theory has it is an error", () => {
  vi.spyOn(Math, "sqrt").mockReturnValueOnce(0);
  const { run } = contestants["M/M/1, events"](20_000);
  expect(run).toThrow(/M\/M\/1: 20000 customers waited/);
  vi.restoreAllMocks();
});

const compiled = Yardstick.compile("engine");

describe.skipIf(typeof compiled === "string")("the yardstick in C++", () => {
  afterAll(() => (compiled as Yardstick).close());
  const time = (...what: string[]) => (compiled as Yardstick).time(what, 1);

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

  test("ours is timed all the same, and what is absent is named", async () => {
    vi.stubEnv("PATH", "/nowhere");
    const { rows, absent } = await contestsOf("bus", "short", () => {});
    expect(absent).toEqual(["bus in C++: no g++ on this machine"]);
    expect(rows.map(({ name, size, native, ratio }) => ({ name, size, native, ratio }))).toEqual([
      { name: "upstream search", size: 10, native: null, ratio: null },
      { name: "upstream search", size: 1000, native: null, ratio: null },
    ]);
    expect(rows.every(({ ours }) => ours > 0)).toBe(true);
  });
});

test("a cold start costs more than node alone", async () => {
  const { node, beyond, customers } = await coldStart("short");
  expect(customers).toBe(1_000_000);
  expect(node).toBeGreaterThan(0);
  expect(beyond).toBeGreaterThan(0);
});
