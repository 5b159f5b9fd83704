/** The two sides of a comparison of versions: the earlier one is always on the left. */
import type { ListedVersion } from "@/lib/store";

export const SIDES = ["before", "after"] as const;
export type Side = (typeof SIDES)[number];

export function sideColor(side: Side): string {
  return side === "before" ? "text-before" : "text-after";
}

/** Two versions, the one that was made first before the other. */
export function inOrder(one: ListedVersion, other: ListedVersion): readonly [ListedVersion, ListedVersion] {
  const order = one.createdAt.localeCompare(other.createdAt) || one.id.localeCompare(other.id);
  return order <= 0 ? [one, other] : [other, one];
}
