export type Side = "left" | "right";

/** Neither side is before the other, so they have colors of their own. */
export function sideColor(side: Side): string {
  return side === "left" ? "text-series-3" : "text-series-4";
}
