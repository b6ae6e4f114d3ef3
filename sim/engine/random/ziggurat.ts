import type { RandomStream } from "./random-stream.ts";

const LAYERS = 256;
const TWO_TO_53 = 9007199254740992;
const TWO_TO_29 = 536870912;
const TWO_TO_30 = 1073741824;

/**
 * A density cut into layers of equal area. Each is a rectangle from the axis to its right edge. The base layer is
 * widened by the area of the tail, which it includes.
 */
interface Layers {
  /** A position (53 bits) below this lies under the curve: it is left of the next layer's edge. */
  readonly inside: Float64Array;
  /** Width of the layer per unit of position. */
  readonly scale: Float64Array;
  /** Density at the bottom of the layer, at its right edge. */
  readonly foot: Float64Array;
  /** Height of the layer. */
  readonly rise: Float64Array;
}

/** Right edge of the base layer and area of each layer (G. Marsaglia, W. W. Tsang, "The ziggurat method", 2000). */
const EXPONENTIAL = { edge: 7.69711747013105, area: 0.003949659822581556 };
const NORMAL = { edge: 3.6541528853610088, area: 0.004928673233974658 };

const exponentialLayers = layersOf(EXPONENTIAL, {
  density: (x) => Math.exp(-x),
  inverse: (y) => -Math.log(y),
});
const normalLayers = layersOf(NORMAL, {
  density: (x) => Math.exp(-0.5 * x * x),
  inverse: (y) => Math.sqrt(-2 * Math.log(y)),
});

const { inside: exponentialInside, scale: exponentialScale } = exponentialLayers;
const { inside: normalInside, scale: normalScale } = normalLayers;

/**
 * Exponential with mean 1, by the ziggurat method (G. Marsaglia, W. W. Tsang, Journal of Statistical Software 5(8),
 * 2000). One draw gives 53 bits for the position in the layer and 8 other bits for the layer; J. A. Doornik, "An
 * improved ziggurat method", 2005, says why they must not be the same. Needs one draw in 98.9 % of cases.
 */
export function standardExponential(stream: RandomStream): number {
  const high = stream.draw();
  const layer = high >>> 24;
  const position = (high & 0xffffff) * TWO_TO_29 + (stream.low >>> 3);
  if (position < exponentialInside[layer]!) return position * exponentialScale[layer]!;
  return exponentialOutside(stream, layer, position * exponentialScale[layer]!);
}

function exponentialOutside(stream: RandomStream, layer: number, x: number): number {
  if (layer === 0) return EXPONENTIAL.edge + standardExponential(stream); // the tail is exponential again
  const { foot, rise } = exponentialLayers;
  if (foot[layer]! + stream.uniform() * rise[layer]! < Math.exp(-x)) return x;
  return standardExponential(stream);
}

/** Normal with mean 0 and deviation 1, by the same method. Layer, sign and position take 62 bits. */
export function standardNormal(stream: RandomStream): number {
  const high = stream.draw();
  const layer = high >>> 24;
  const position = (high & 0x7fffff) * TWO_TO_30 + (stream.low >>> 2);
  const x = position * normalScale[layer]!;
  if (position < normalInside[layer]!) return high & 0x800000 ? -x : x;
  const outside = normalOutside(stream, layer, x);
  return high & 0x800000 ? -outside : outside;
}

function normalOutside(stream: RandomStream, layer: number, x: number): number {
  if (layer === 0) return normalTail(stream);
  const { foot, rise } = normalLayers;
  if (foot[layer]! + stream.uniform() * rise[layer]! < Math.exp(-0.5 * x * x)) return x;
  return Math.abs(standardNormal(stream));
}

/**
 * The normal's tail beyond the base layer (G. Marsaglia, "Generating a variable from the tail of the normal", 1964).
 */
function normalTail(stream: RandomStream): number {
  for (;;) {
    const x = standardExponential(stream) / NORMAL.edge;
    if (2 * standardExponential(stream) > x * x) return NORMAL.edge + x;
  }
}

/** A decreasing density on x >= 0 with density(0) = 1, and its inverse. */
interface Curve {
  readonly density: (x: number) => number;
  readonly inverse: (y: number) => number;
}

function layersOf(base: { edge: number; area: number }, curve: Curve): Layers {
  const edges = [base.area / curve.density(base.edge), base.edge];
  while (edges.length < LAYERS) {
    const edge = edges.at(-1)!;
    edges.push(curve.inverse(curve.density(edge) + base.area / edge));
  }
  edges.push(0);
  const columns = (value: (layer: number) => number): Float64Array =>
    Float64Array.from({ length: LAYERS }, (_, i) => value(i));
  return {
    inside: columns((i) => (edges[i + 1]! / edges[i]!) * TWO_TO_53),
    scale: columns((i) => edges[i]! / TWO_TO_53),
    foot: columns((i) => curve.density(edges[i]!)),
    rise: columns((i) => curve.density(edges[i + 1]!) - curve.density(edges[i]!)),
  };
}
