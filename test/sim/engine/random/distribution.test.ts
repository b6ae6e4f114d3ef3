import { describe, expect, test } from "vitest";
import {
  constant,
  type Distribution,
  discrete,
  empirical,
  erlang,
  exponential,
  gamma,
  hyperexponential,
  lognormal,
  normal,
  pareto,
  RandomStreams,
  uniform,
  weibull,
} from "../../../../sim/engine/index.ts";
import { errorFunction, lowerGamma } from "./special-functions.ts";

const DRAWS = 100_000;

interface Case {
  readonly distribution: Distribution;
  readonly mean: number;
  readonly variance: number;
  /** The distribution function. */
  readonly below: (x: number) => number;
}

const normalBelow = (z: number): number => 0.5 * (1 + errorFunction(z / Math.SQRT2));
const logVariance = Math.log(1 + 0.8 * 0.8);

const cases: Record<string, Case> = {
  "uniform on 2 to 6": {
    distribution: uniform(2, 6),
    mean: 4,
    variance: 16 / 12,
    below: (x) => (x - 2) / 4,
  },
  "exponential with mean 3": {
    distribution: exponential(3),
    mean: 3,
    variance: 9,
    below: (x) => 1 - Math.exp(-x / 3),
  },
  "normal with mean -1 and deviation 2": {
    distribution: normal({ mean: -1, deviation: 2 }),
    mean: -1,
    variance: 4,
    below: (x) => normalBelow((x + 1) / 2),
  },
  "lognormal with mean 5 and cv 0.8": {
    distribution: lognormal({ mean: 5, cv: 0.8 }),
    mean: 5,
    variance: 16,
    below: (x) => normalBelow((Math.log(x) - Math.log(5) + logVariance / 2) / Math.sqrt(logVariance)),
  },
  "Erlang with 4 stages": {
    distribution: erlang({ stages: 4, mean: 8 }),
    mean: 8,
    variance: 16,
    below: (x) => lowerGamma(4, x / 2),
  },
  "gamma with shape 2.5": {
    distribution: gamma({ shape: 2.5, scale: 2 }),
    mean: 5,
    variance: 10,
    below: (x) => lowerGamma(2.5, x / 2),
  },
  "gamma with shape 0.4": {
    distribution: gamma({ shape: 0.4, scale: 3 }),
    mean: 1.2,
    variance: 3.6,
    below: (x) => lowerGamma(0.4, x / 3),
  },
  "hyperexponential with two branches": {
    distribution: hyperexponential([
      { weight: 3, mean: 1 },
      { weight: 1, mean: 5 },
    ]),
    mean: 2,
    variance: 2 * (0.75 + 0.25 * 25) - 4,
    below: (x) => 1 - 0.75 * Math.exp(-x) - 0.25 * Math.exp(-x / 5),
  },
  "Weibull with shape 2": {
    distribution: weibull({ shape: 2, scale: 4 }),
    mean: 2 * Math.sqrt(Math.PI),
    variance: 16 - 4 * Math.PI,
    below: (x) => 1 - Math.exp((-x * x) / 16),
  },
  "Pareto with shape 5": {
    distribution: pareto({ shape: 5, least: 2 }),
    mean: 2.5,
    variance: (4 * 5) / (16 * 3),
    below: (x) => 1 - Math.exp(5 * Math.log(2 / x)),
  },
  "empirical, between the observations": {
    distribution: empirical([0, 4, 1], "linear"),
    mean: 1.5,
    variance: (1 / 3 + 21 / 3) / 2 - 2.25,
    below: (x) => (x < 1 ? x / 2 : 0.5 + (x - 1) / 6),
  },
};

describe.each(Object.entries(cases))("%s", (name, { distribution, mean, variance, below }) => {
  const stream = new RandomStreams({ seed: 3, replication: 0 }).stream(name);
  const sample = Float64Array.from({ length: DRAWS }, () => distribution.sample(stream)).sort();
  const average = sample.reduce((sum, x) => sum + x, 0) / DRAWS;

  test("states its mean, and is not constant", () => {
    expect(distribution.mean).toBeCloseTo(mean, 12);
    expect(distribution.constant).toBe(false);
  });

  test("has that mean, within three standard errors", () => {
    expect(Math.abs(average - mean)).toBeLessThan(3 * Math.sqrt(variance / DRAWS));
  });

  test("has its variance, within four estimated standard errors", () => {
    const squares = sample.map((x) => (x - mean) * (x - mean));
    const found = squares.reduce((sum, x) => sum + x, 0) / DRAWS;
    const spread = squares.reduce((sum, x) => sum + (x - found) * (x - found), 0) / DRAWS;
    expect(Math.abs(found - variance)).toBeLessThan(4 * Math.sqrt(spread / DRAWS));
  });

  test("fits its distribution function: Kolmogorov and Smirnov would reject a true one in a hundred", () => {
    let distance = 0;
    sample.forEach((x, i) => {
      distance = Math.max(distance, below(x) - i / DRAWS, (i + 1) / DRAWS - below(x));
    });
    expect(distance * Math.sqrt(DRAWS)).toBeLessThan(1.628);
  });
});

test("a constant is what it is, and draws nothing", () => {
  const stream = new RandomStreams({ seed: 3, replication: 0 }).stream("constant");
  const distribution = constant(7.25);
  expect([distribution.sample(stream), distribution.mean, distribution.constant, stream.draws]).toEqual([
    7.25,
    7.25,
    true,
    0,
  ]);
});

test("a discrete distribution draws each value as often as its weight says", () => {
  const stream = new RandomStreams({ seed: 3, replication: 0 }).stream("discrete");
  const weights = [5, 0, 1, 2.5, 1.5];
  const distribution = discrete(weights.map((weight, value) => ({ value, weight })));
  const seen = new Map<number, number>();
  for (let i = 0; i < DRAWS; i++) {
    const value = distribution.sample(stream);
    seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  const terms = weights.map((weight, value) => {
    const expected = (DRAWS * weight) / 10;
    return weight === 0
      ? (seen.get(value) ?? 0)
      : ((seen.get(value)! - expected) * (seen.get(value)! - expected)) / expected;
  });
  expect(terms.reduce((sum, term) => sum + term, 0)).toBeLessThan(11.34); // 99 % of chi-squared with 3 degrees
  expect(distribution.mean).toBeCloseTo(1.55, 12);
});

test("an empirical distribution draws the observations, each as often as any other", () => {
  const stream = new RandomStreams({ seed: 3, replication: 0 }).stream("empirical");
  const distribution = empirical([10, 20, 20, 70]);
  const draws = Array.from({ length: 20_000 }, () => distribution.sample(stream));
  expect([...new Set(draws)].sort()).toEqual([10, 20, 70]);
  expect(draws.filter((x) => x === 20).length / 10_000).toBeCloseTo(1, 1);
  expect(distribution.mean).toBe(30);
});

test("a Pareto distribution with a heavy tail has no mean", () => {
  expect(pareto({ shape: 1, least: 1 }).mean).toBe(Number.POSITIVE_INFINITY);
});

test("the rarest samples are reached: the tails of the ziggurats", () => {
  const stream = new RandomStreams({ seed: 3, replication: 0 }).stream("tail");
  const beyond = (distribution: Distribution, x: number): number => {
    let count = 0;
    for (let i = 0; i < 2_000_000; i++) if (Math.abs(distribution.sample(stream)) > x) count++;
    return count;
  };
  expect(Math.abs(beyond(exponential(1), 8) - 2e6 * Math.exp(-8))).toBeLessThan(3 * Math.sqrt(2e6 * Math.exp(-8)));
  const far = 2e6 * (1 - errorFunction(3.7 / Math.SQRT2));
  expect(Math.abs(beyond(normal({ mean: 0, deviation: 1 }), 3.7) - far)).toBeLessThan(3 * Math.sqrt(far));
});

test.each([
  ["exponential", () => exponential(0)],
  ["exponential", () => exponential(Number.POSITIVE_INFINITY)],
  ["uniform", () => uniform(2, 2)],
  ["constant", () => constant(Number.NaN)],
  ["lognormal", () => lognormal({ mean: 1, cv: -1 })],
  ["erlang", () => erlang({ stages: 1.5, mean: 1 })],
  ["hyperexponential", () => hyperexponential([])],
  ["weibull", () => weibull({ shape: 0, scale: 1 })],
  ["discrete", () => discrete([{ value: 1, weight: 0 }])],
  ["empirical", () => empirical([])],
])("%s refuses parameters that no such distribution has", (name, make) => {
  expect(make).toThrow(new RegExp(`^${name} needs`));
});
