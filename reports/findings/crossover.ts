/** Known values of y over x, x ascending. */
export type Line = readonly { readonly x: number; readonly y: number }[];

/**
 * The first x at which the two lines cross. It is interpolated between the values that both lines know: on a log scale
 * of x, or linearly from an x that a log scale does not have. Null where the lines do not cross.
 */
export function crossover(a: Line, b: Line): number | null {
  const known = a.flatMap(({ x, y }) => {
    const other = b.find((point) => point.x === x);
    return other ? [{ x, gap: y - other.y }] : [];
  });
  for (let i = 1; i < known.length; i++) {
    const [before, after] = [known[i - 1]!, known[i]!];
    if (before.gap === 0 || before.gap > 0 === after.gap > 0) continue;
    const share = before.gap / (before.gap - after.gap);
    return before.x > 0 ? before.x * (after.x / before.x) ** share : before.x + share * (after.x - before.x);
  }
  return null;
}
