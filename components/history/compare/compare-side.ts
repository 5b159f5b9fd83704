/** The two sides of a comparison of versions, and the color that marks each. */
export type Side = "left" | "right";

/** Not the colors of before and after: neither version need come before the other. */
export function sideColor(side: Side): string {
  return side === "left" ? "text-series-3" : "text-series-4";
}
