/** How each kind of fact is drawn. */
import type { ColorRole } from "@/components/charts/theme";
import type { DrawnEdge } from "./drawn";

interface EdgeLook {
  readonly color: ColorRole;
  readonly size: number;
  readonly opacity: number;
}

export const EDGE_LOOKS: Readonly<Record<DrawnEdge["kind"], EdgeLook>> = {
  stated: { color: "muted", size: 1, opacity: 0.55 },
  derived: { color: "focus", size: 1, opacity: 0.7 },
  conflict: { color: "danger", size: 2.5, opacity: 1 },
  brought: { color: "after", size: 3, opacity: 1 },
  taken: { color: "danger", size: 2.5, opacity: 1 },
};
