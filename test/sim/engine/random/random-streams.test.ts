import fc from "fast-check";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../../../sim/engine/index.ts";
import { jump, type Polynomial, powersOfTwo, type State, step } from "../../../../sim/engine/random/gf2.ts";
import { RandomStream } from "../../../../sim/engine/random/random-stream.ts";

const words = fc.tuple(
  ...([0, 1, 2, 3].map(() => fc.integer()) as [
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
  ]),
);
const stateOf = (generator: { getState(): readonly number[] }): State => generator.getState() as unknown as State;
const ladder = powersOfTwo();

describe("the generator", () => {
  test("steps as pure-rand's xoroshiro128+ does, whose output is the lower half of ours", () => {
    fc.assert(
      fc.property(words, (state) => {
        const [ours, theirs] = [new RandomStream(state), xoroshiro128plusFromState(state)];
        let at: State = state;
        for (let i = 0; i < 20; i++) {
          ours.draw();
          at = step(at);
          expect(ours.low).toBe(theirs.next());
          expect(at.map((word) => word | 0)).toEqual(stateOf(theirs).map((word) => word | 0));
        }
      }),
      { seed: 1 },
    );
  });

  test("jumps by 2^64 draws to where pure-rand's jump leads", () => {
    fc.assert(
      fc.property(words, (state) => {
        const theirs = xoroshiro128plusFromState(state);
        theirs.jump();
        expect(jump(state, ladder[64]!).map((word) => word | 0)).toEqual(stateOf(theirs).map((word) => word | 0));
      }),
      { seed: 1 },
    );
  });

  test("jumps by 2^k draws as 2^k steps do", () => {
    const state: State = [1, 2, 3, 4];
    for (const k of [0, 1, 5, 12]) {
      let at = state;
      for (let i = 0; i < 2 ** k; i++) at = step(at);
      expect(jump(state, ladder[k]!)).toEqual(at);
    }
  });

  test("jumps by 2^(k+1) as twice by 2^k, and by 2^128 - 1 not at all", () => {
    const state: State = [5, 6, 7, 8];
    for (let k = 0; k < 127; k++) {
      expect(jump(state, ladder[k + 1]!)).toEqual(jump(jump(state, ladder[k]!), ladder[k]!));
    }
    const everywhere = ladder.reduce((at: State, power: Polynomial) => jump(at, power), state);
    expect(everywhere).toEqual(state);
  });

  test("gives 53 bits, each as often 1 as 0", () => {
    const stream = new RandomStreams({ seed: 1, replication: 0 }).stream("bits");
    const ones = new Array<number>(53).fill(0);
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      let rest = stream.uniform();
      for (let bit = 0; bit < 53; bit++) {
        rest *= 2;
        if (rest >= 1) {
          ones[bit]!++;
          rest -= 1;
        }
      }
      expect(rest).toBe(0);
    }
    for (const count of ones) expect(Math.abs(count - draws / 2)).toBeLessThan(4.5 * Math.sqrt(draws / 4));
    expect(stream.draws).toBe(draws);
  });
});

describe("streams", () => {
  const first = (source: { seed: number; replication: number }, purpose: string, entity?: number): number =>
    new RandomStreams(source).stream(purpose, entity).uniform();

  test("depend on seed, replication, purpose and entity, and on no order", () => {
    const forwards = new RandomStreams({ seed: 1, replication: 3 });
    const backwards = new RandomStreams({ seed: 1, replication: 3 });
    const keys: [string, number][] = [
      ["arrival", 0],
      ["arrival", 1],
      ["service", 0],
      ["service", 4_294_967_295],
    ];
    const drawn = keys.map(([purpose, entity]) => forwards.stream(purpose, entity).uniform());
    const again = keys.toReversed().map(([purpose, entity]) => backwards.stream(purpose, entity).uniform());
    expect(again.toReversed()).toEqual(drawn);
    const others = [
      first({ seed: 2, replication: 3 }, "arrival"),
      first({ seed: 1, replication: 4 }, "arrival"),
      first({ seed: -1, replication: 3 }, "arrival"),
    ];
    expect(new Set([...drawn, ...others]).size).toBe(7);
  });

  test("lie where the layout says: 2^40 draws from entity to entity, 2^72 from hash to hash, 2^104 from replication", () => {
    const source = { seed: 9, replication: 0 };
    const origin = stateAt(source, "costarring", 0);
    const apart = (bit: number): State => jump(origin, ladder[bit]!);
    expect(stateAt(source, "costarring", 1)).toEqual(apart(40));
    expect(stateAt({ seed: 9, replication: 1 }, "costarring", 0)).toEqual(apart(104));
  });

  test("asked for again go on where they were, and the draws of all are counted", () => {
    const streams = new RandomStreams({ seed: 1, replication: 0 });
    const one = streams.stream("arrival");
    one.uniform();
    expect(streams.stream("arrival")).toBe(one);
    streams.stream("service").uniform();
    expect(streams.draws).toBe(2);
  });

  test("of two purposes with one hash are refused, whichever comes first", () => {
    for (const [a, b] of [
      ["costarring", "liquid"],
      ["liquid", "costarring"],
    ] as const) {
      const streams = new RandomStreams({ seed: 1, replication: 0 });
      streams.stream(a);
      expect(() => streams.stream(b)).toThrow("have one hash");
    }
  });

  test("of different entities are not correlated", () => {
    const streams = new RandomStreams({ seed: 1, replication: 0 });
    const [a, b] = [streams.stream("arrival", 0), streams.stream("arrival", 1)];
    const draws = 100_000;
    let product = 0;
    for (let i = 0; i < draws; i++) product += (a.uniform() - 0.5) * (b.uniform() - 0.5);
    expect(Math.abs((12 * product) / draws)).toBeLessThan(4 / Math.sqrt(draws));
  });

  test.each([
    { seed: 0.5, replication: 0 },
    { seed: 2 ** 32, replication: 0 },
    { seed: 1, replication: -1 },
    { seed: 1, replication: 2 ** 23 },
  ])("from %o are refused", (source) => {
    expect(() => new RandomStreams(source)).toThrow(expect.objectContaining({ kind: "invalid-argument" }));
  });

  test.each([-1, 1.5, 2 ** 32])("of entity %d are refused", (entity) => {
    expect(() => new RandomStreams({ seed: 1, replication: 0 }).stream("arrival", entity)).toThrow("is not an integer");
  });
});

/** The state of a stream before its first draw. */
function stateAt(source: { seed: number; replication: number }, purpose: string, entity: number): State {
  const stream = new RandomStreams(source).stream(purpose, entity) as unknown as { state: Int32Array };
  return [...stream.state] as unknown as State;
}
