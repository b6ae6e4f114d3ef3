import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { hashOfName } from "../base/fingerprint.ts";
import { SimulationError } from "../base/simulation-error.ts";
import { jump, powersOfTwo, type State } from "./gf2.ts";
import { RandomStream } from "./random-stream.ts";

/** A position in the orbit has 127 bits: replication (23), purpose (32), entity (32), draw (40). */
const ENTITY_BIT = 40;
const PURPOSE_BIT = 72;
const REPLICATION_BIT = 104;
const REPLICATIONS = 0x800000;
const ENTITIES = 0x100000000;

const POWERS = Object.freeze(powersOfTwo());

/** Identifies the random numbers of a run: a seed (a 32-bit integer, signed or not) and a replication, from 0. */
export interface RandomSource {
  readonly seed: number;
  readonly replication: number;
}

/**
 * The random streams of one replication. All streams of a seed lie on one orbit of xoroshiro128+, of period 2^128 - 1,
 * each at a position computed from (replication, purpose, entity) alone:
 *
 *     replication x 2^104 + hash(purpose) x 2^72 + entity x 2^40 draws after the seed's state
 *
 * So a stream depends neither on the order in which streams are made nor on other draws of the model. Streams are
 * disjoint for 2^40 draws each (10^12; nothing checks that). The guarantee holds for replications below 2^23, entities
 * below 2^32, and purposes with different 32-bit FNV-1a hashes; purposes with the same hash are an error, never a
 * shared stream. To reach a position costs one jump of 128 steps for each bit set in it: some microseconds.
 */
export class RandomStreams {
  private readonly origin: State;
  private readonly purposes = new Map<string, { base: State; streams: Map<number, RandomStream> }>();
  private readonly names = new Map<number, string>();

  constructor(source: RandomSource) {
    const { seed, replication } = source;
    if (!Number.isInteger(replication) || replication < 0 || replication >= REPLICATIONS) {
      throw new SimulationError("invalid-argument", `replication ${replication} is not an integer from 0 to 2^23 - 1`);
    }
    if ((seed | 0) !== seed && seed >>> 0 !== seed) {
      throw new SimulationError("invalid-argument", `the seed is ${seed}, not an integer of 32 bits`);
    }
    this.origin = ahead(seeded(seed), replication, REPLICATION_BIT);
  }

  /**
   * The stream for `purpose` and `entity` (an integer from 0 to 2^32 - 1). The same key returns the same stream again.
   */
  stream(purpose: string, entity = 0): RandomStream {
    const place = this.purposes.get(purpose) ?? this.enter(purpose);
    let stream = place.streams.get(entity);
    if (stream === undefined) {
      if (!Number.isInteger(entity) || entity < 0 || entity >= ENTITIES) {
        throw new SimulationError("invalid-argument", `entity ${entity} is not an integer from 0 to 2^32 - 1`);
      }
      stream = new RandomStream(ahead(place.base, entity, ENTITY_BIT));
      place.streams.set(entity, stream);
    }
    return stream;
  }

  /** 64-bit draws made so far from all streams together. */
  get draws(): number {
    let draws = 0;
    for (const { streams } of this.purposes.values()) for (const stream of streams.values()) draws += stream.draws;
    return draws;
  }

  private enter(purpose: string): { base: State; streams: Map<number, RandomStream> } {
    const hash = hashOfName(purpose) >>> 0;
    const other = this.names.get(hash);
    if (other !== undefined) {
      throw new SimulationError("invalid-argument", `purposes "${other}" and "${purpose}" have one hash: rename one`);
    }
    this.names.set(hash, purpose);
    const place = { base: ahead(this.origin, hash, PURPOSE_BIT), streams: new Map<number, RandomStream>() };
    this.purposes.set(purpose, place);
    return place;
  }
}

/**
 * The state for a seed, from pure-rand's own generator. Its initial states for two seeds differ in few bits, and
 * linearly. So this skips 128 draws and takes four, which are not linear in the seed.
 */
function seeded(seed: number): State {
  const generator = xoroshiro128plus(seed);
  for (let i = 0; i < 128; i++) generator.next();
  return [generator.next(), generator.next(), generator.next(), generator.next()];
}

/** The state `count` x 2^`bit` draws after `state`. */
function ahead(state: State, count: number, bit: number): State {
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2), bit++) {
    if (rest % 2 === 1) state = jump(state, POWERS[bit]!);
  }
  return state;
}
