/** What of an answer is drawn: points with a color for their type, and lines with what they are. */
import type { ColorRole } from "@/components/charts/theme";
import type { EntityNames, NetworkEdge } from "@/lib/api";
import type { Wording } from "../words";

export interface DrawnNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly color: ColorRole;
}

export const EDGE_KINDS = ["brought", "taken", "conflict", "derived", "stated"] as const;

export interface DrawnEdge {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly kind: (typeof EDGE_KINDS)[number];
  /** The relation in words. */
  readonly text: string;
}

/** Types with a color of their own; the others share one. */
const COLORS: readonly ColorRole[] = [
  "series-1",
  "series-2",
  "series-3",
  "series-4",
  "series-5",
  "series-6",
  "series-7",
];

export type Moment = "both" | "before" | "after";

export function kindOf({ change, conflict, stated }: NetworkEdge): DrawnEdge["kind"] {
  return change ?? (conflict ? "conflict" : stated ? "stated" : "derived");
}

/** Before the plan, what it brings is not there; after it, what it takes out is gone. */
export function edgesAt(edges: readonly NetworkEdge[], moment: Moment): readonly NetworkEdge[] {
  if (moment === "both") return edges;
  return edges.filter(({ change }) => change !== (moment === "before" ? "brought" : "taken"));
}

/** Types by how many points they have, the most frequent first. */
export function typesIn(names: EntityNames): readonly string[] {
  const counts = new Map<string, number>();
  for (const { type } of Object.values(names)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([type]) => type);
}

/** The most frequent types of the embedded worlds, each with its own color, so that it has the same in every drawing. */
const USUAL_TYPES = ["city", "person", "landmark", "work", "country", "product", "company"];

/** Of types by frequency; those that are not usual take the colors that the drawing leaves free. */
export function colorOfType(types: readonly string[], type: string): ColorRole {
  const shown = types.slice(0, COLORED_TYPES);
  if (!shown.includes(type)) return "series-8";
  const usual = USUAL_TYPES.indexOf(type);
  if (usual >= 0) return COLORS[usual];
  const free = COLORS.filter((_, i) => !shown.includes(USUAL_TYPES[i]));
  return free[shown.filter((one) => !USUAL_TYPES.includes(one)).indexOf(type)];
}

export const COLORED_TYPES = COLORS.length;

export function drawnNodes(ids: readonly string[], names: EntityNames, words: Wording): DrawnNode[] {
  const types = typesIn(names);
  return ids.map((id) => {
    const type = names[id]?.type ?? id.slice(0, id.indexOf("/"));
    return { id, name: words.name(id), type, color: colorOfType(types, type) };
  });
}

export function drawnEdges(edges: readonly NetworkEdge[], words: Wording): DrawnEdge[] {
  return edges.map((edge) => ({ ...edge, kind: kindOf(edge), text: words.short(edge.relation) }));
}
