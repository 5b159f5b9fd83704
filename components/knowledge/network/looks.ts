/** How each kind of fact is drawn. */
import type { ColorRole } from "@/components/charts/theme";
import type { DrawnEdge } from "./drawn";

interface EdgeLook {
  readonly color: ColorRole;
  readonly size: number;
  /** Of a dashed line, in pixels; none in a whole one. */
  readonly gap: number;
  readonly opacity: number;
}

export const EDGE_LOOKS: Readonly<Record<DrawnEdge["kind"], EdgeLook>> = {
  stated: { color: "muted", size: 1, gap: 0, opacity: 0.55 },
  derived: { color: "focus", size: 1, gap: 4, opacity: 0.7 },
  conflict: { color: "danger", size: 2.5, gap: 0, opacity: 1 },
  brought: { color: "after", size: 3, gap: 0, opacity: 1 },
  taken: { color: "danger", size: 2.5, gap: 5, opacity: 1 },
};
