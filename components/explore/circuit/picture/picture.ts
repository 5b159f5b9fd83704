/** A circuit as boxes and curves with places and colors: what a canvas draws, and what is saved as SVG. */
import { escapeXml } from "@/components/charts/shared/svg";
import type { ChartTheme, ColorRole } from "@/components/charts/theme";
import type { CircuitGraph } from "@/lib/explain/results";
import { nameOfNode, nodesOf } from "@/lib/explain/results";
import { nodeNamed, rankOf, type CircuitEdge, type ComparedEdge } from "../model";

export interface PictureNode {
  readonly name: string;
  readonly label: string;
  /** The middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether an edge of the circuit touches it. */
  readonly isIn: boolean;
}

export interface PictureEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly style: EdgeStyle;
}

export interface EdgeStyle {
  readonly role: ColorRole;
  readonly width: number;
  readonly opacity: number;
  readonly isDashed: boolean;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Labels at the left. */
  readonly rows: readonly { readonly label: string; readonly y: number }[];
  readonly nodes: readonly PictureNode[];
  /** The weakest first, so that the strongest is drawn over them. */
  readonly edges: readonly PictureEdge[];
}

const STEPS = 10;

/**
 * How an edge is drawn: its strength as width, and by color and dashes whether it supports the answer, or, of two circuits,
 * in which of them it is.
 */
export function edgeStyle(edge: CircuitEdge | ComparedEdge, most: number): EdgeStyle {
  // In steps, so that many edges are drawn in few strokes.
  const strength = Math.ceil((STEPS * Math.abs(edge.score)) / (most || 1)) / STEPS;
  const [width, opacity] = [0.6 + 4 * strength, 0.3 + 0.6 * strength];
  if (!("state" in edge))
    return { role: edge.score < 0 ? "accent" : "after", width, opacity, isDashed: edge.score < 0 };
  if (edge.state === "kept") return { role: "muted", width, opacity: 0.7 * opacity, isDashed: false };
  return { role: edge.state === "new" ? "after" : "accent", width, opacity, isDashed: edge.state === "lost" };
}

export function strongest(edges: readonly CircuitEdge[]): number {
  return edges.reduce((most, { score }) => Math.max(most, Math.abs(score)), 0);
}

const ROW = 58;
/** The MLP of a layer reads its heads, so it stands above them. */
const ABOVE = 24;
const LEFT = 56;
const MARGIN = 26;
const LEAST_COLUMN = 15;
const BOX = { width: 48, height: 19 };
const DOT = 9;

/** All nodes of a model, a layer in a row: heads by their index, the MLP after and above them, the input below, the logits on top. */
export function wholePicture(
  graph: CircuitGraph,
  edges: readonly (CircuitEdge | ComparedEdge)[],
  available: number,
): Picture {
  const { layers, heads } = graph;
  const column = Math.max(LEAST_COLUMN, Math.min(96, (available - LEFT - MARGIN) / (heads + 1)));
  const width = Math.max(available, LEFT + MARGIN + column * (heads + 1));
  const height = MARGIN * 2 + ROW * (layers + 1);
  const isRoomy = column >= BOX.width + 4;
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const rowOf = (layer: number) => height - MARGIN - (layer + 1) * ROW + ROW * 0.3;
  const placeOf = (name: string): readonly [x: number, y: number] => {
    const node = nodeNamed(name);
    const middle = LEFT + (column * (heads + 1)) / 2;
    if (node.kind === "input") return [middle, height - MARGIN];
    if (node.kind === "logits") return [middle, MARGIN];
    const at = node.kind === "head" ? node.head : heads;
    return [LEFT + (at + 0.5) * column, rowOf(node.layer) - (node.kind === "mlp" ? ABOVE : 0)];
  };
  const isEnd = (name: string) => name === "input" || name === "logits";
  const nodes = nodesOf(graph).map((node): PictureNode => {
    const name = nameOfNode(node);
    const [x, y] = placeOf(name);
    const isBox = isRoomy || isEnd(name);
    return {
      name,
      label: isBox ? name : "",
      x,
      y,
      width: isBox ? BOX.width : DOT,
      height: isBox ? BOX.height : DOT,
      isIn: touched.has(name),
    };
  });
  const boxes = new Map(nodes.map((node) => [node.name, node]));
  return {
    width,
    height,
    rows: Array.from({ length: layers }, (_, layer) => ({
      label: String(layer),
      y: rowOf(layer) - ABOVE / 2,
    })),
    nodes,
    edges: placedEdges(edges, boxes),
  };
}

/** Edges between boxes that have their places: from the upper side of one to the lower side of the other. */
export function placedEdges(
  edges: readonly (CircuitEdge | ComparedEdge)[],
  boxes: ReadonlyMap<string, Pick<PictureNode, "x" | "y" | "width" | "height">>,
): PictureEdge[] {
  const most = strongest(edges);
  return [...edges]
    .sort((a, b) => Math.abs(a.score) - Math.abs(b.score))
    .flatMap((edge): PictureEdge[] => {
      const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
      if (!from || !to) return [];
      const shift = edge.port ? (PORT_SHIFT[edge.port] * to.width) / 3.2 : 0;
      return [
        {
          id: edge.id,
          from: edge.from,
          to: edge.to,
          x1: from.x,
          y1: from.y - from.height / 2,
          x2: to.x + shift,
          y2: to.y + to.height / 2,
          style: edgeStyle(edge, most),
        },
      ];
    });
}

/** Where a head's ports stand along its lower side: query, key, value. */
const PORT_SHIFT = { q: -1, k: 0, v: 1 } as const;

/** The two points that bend an edge: it leaves upwards and arrives from below. */
export function bendOf({ x1, y1, x2, y2 }: Pick<PictureEdge, "x1" | "y1" | "x2" | "y2">) {
  const bend = Math.max(12, Math.abs(y1 - y2) * 0.45);
  return [x1, y1 - bend, x2, y2 + bend] as const;
}

export function curveOf(edge: PictureEdge): string {
  const round = (value: number) => Number(value.toFixed(1));
  const [ax, ay, bx, by] = bendOf(edge).map(round);
  return `M${round(edge.x1)} ${round(edge.y1)}C${ax} ${ay} ${bx} ${by} ${round(edge.x2)} ${round(edge.y2)}`;
}

export const DASH = [5, 4] as const;

/** Elements of an SVG file that show the picture. */
export function pictureSvg({ rows, nodes, edges }: Picture, theme: ChartTheme): string {
  const font = `font-family="${escapeXml(theme.monoFamily)}"`;
  const text = (content: string, x: number, y: number, anchor: string, role: ColorRole) =>
    `<text x="${x}" y="${y}" dy="0.35em" font-size="${theme.fontPx - 1}" ${font} text-anchor="${anchor}" fill="${theme.color(role)}">${escapeXml(content)}</text>`;
  return [
    ...rows.map(({ label, y }) => text(label, 4, y, "start", "muted")),
    ...edges.map((edge) => {
      const { role, width, opacity, isDashed } = edge.style;
      const dash = isDashed ? ` stroke-dasharray="${DASH.join(" ")}"` : "";
      return `<path d="${curveOf(edge)}" fill="none" stroke="${theme.color(role)}" stroke-width="${width.toFixed(2)}" stroke-opacity="${opacity.toFixed(2)}"${dash}/>`;
    }),
    ...nodes.map(({ label, x, y, width, height, isIn }) => {
      const box = `<rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="4" fill="${theme.color(isIn ? "raised" : "sunken")}" stroke="${theme.color(isIn ? "ink" : "rule")}"/>`;
      return label === "" ? box : box + text(label, x, y, "middle", isIn ? "ink" : "muted");
    }),
  ].join("");
}

/** Where a key leads from a node: along its row, or to the nearest node of the next row. */
export function nodeAfter(
  key: string,
  from: string,
  nodes: readonly Pick<PictureNode, "name" | "x">[],
  layers: number,
): string | null {
  const here = nodes.find(({ name }) => name === from) ?? nodes[0];
  if (!here) return null;
  const rank = (name: string) => rankOf(name, layers);
  const row = nodes.filter(({ name }) => rank(name) === rank(here.name)).sort((a, b) => a.x - b.x);
  const at = row.findIndex(({ name }) => name === here.name);
  switch (key) {
    case "ArrowLeft":
      return row[Math.max(0, at - 1)].name;
    case "ArrowRight":
      return row[Math.min(row.length - 1, at + 1)].name;
    case "Home":
      return row[0].name;
    case "End":
      return row[row.length - 1].name;
    case "ArrowUp":
    case "ArrowDown": {
      const way = key === "ArrowUp" ? 1 : -1;
      const beyond = nodes.filter(({ name }) => way * (rank(name) - rank(here.name)) > 0);
      const next = Math.min(...beyond.map(({ name }) => way * rank(name)));
      const candidates = beyond.filter(({ name }) => way * rank(name) === next);
      const nearest = candidates.sort((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x))[0];
      return nearest?.name ?? here.name;
    }
    default:
      return null;
  }
}
