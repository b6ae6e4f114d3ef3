/** The coefficients for g = 7, n = 9, by P. Godfrey (2001). */
const COEFFICIENTS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 0.000009984369578019572, 1.5056327351493116e-7,
];

/**
 * Logarithm of the gamma function for x >= 0.5, to about 15 digits (C. Lanczos, SIAM J. Numerical Analysis B 1, 1964).
 */
export function logGamma(x: number): number {
  const t = x + 6.5;
  const series = COEFFICIENTS.reduce(
    (sum, coefficient, i) => sum + (i === 0 ? coefficient : coefficient / (x - 1 + i)),
    0,
  );
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}
