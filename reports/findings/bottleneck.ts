import type { Point } from "../../bench/experiment/result/result.ts";

/** The saturated station with the lowest capacity; null below saturation. */
export function bottleneck(point: Point): "vcpu" | "backend" | null {
  const saturated = (["vcpu", "backend"] as const).filter((station) => (point[station]?.utilisation ?? 0) >= 1);
  saturated.sort((a, b) => point[a]!.capacity.value - point[b]!.capacity.value);
  return saturated[0] ?? null;
}
