/** Twenty replications of one machine, each its own stream; the mean of `of` with a 99 % interval (Student, 19 degrees of freedom). */
export function replicated(of: (replication: number) => number): { mean: number; half: number } {
  const values = Array.from({ length: 20 }, (_, i) => of(i + 1));
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
  return { mean, half: 2.861 * Math.sqrt(variance / values.length) };
}
