/** Draws a picture of a circuit on a canvas, thousands of edges in a few strokes. */
import type { ChartTheme } from "@/components/charts/theme";
import { bendOf, DASH, type EdgeStyle, type Picture, type PictureEdge } from "./picture";

/** Edges of one look, as one path. */
export interface Stroke {
  readonly style: EdgeStyle;
  readonly path: Path2D;
}

export function strokesOf(edges: readonly PictureEdge[]): Stroke[] {
  const byLook = new Map<string, Stroke>();
  for (const edge of edges) {
    const { style } = edge;
    const look = `${style.role} ${style.width} ${style.isDashed}`;
    let stroke = byLook.get(look);
    if (!stroke) byLook.set(look, (stroke = { style, path: new Path2D() }));
    const [ax, ay, bx, by] = bendOf(edge);
    stroke.path.moveTo(edge.x1, edge.y1);
    stroke.path.bezierCurveTo(ax, ay, bx, by, edge.x2, edge.y2);
  }
  return [...byLook.values()];
}

interface Painting {
  readonly picture: Picture;
  /** All edges, drawn once: thousands of curves take longer than a frame, and a picture of them does not. */
  readonly edges: HTMLCanvasElement;
  readonly theme: ChartTheme;
  /** The node whose edges stand out. */
  readonly active: string | null;
  readonly pins: ReadonlySet<string>;
}

const FADED = 0.18;

export function paintPicture(context: CanvasRenderingContext2D, painting: Painting): void {
  const { picture, edges, theme, active, pins } = painting;
  context.globalAlpha = active === null ? 1 : FADED;
  context.drawImage(edges, 0, 0, picture.width, picture.height);
  if (active !== null) {
    const near = picture.edges.filter(({ from, to }) => from === active || to === active);
    paintStrokes(context, strokesOf(near), theme);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.textBaseline = "middle";
  context.font = `${theme.fontPx - 2}px ${theme.monoFamily}`;
  context.textAlign = "left";
  context.fillStyle = theme.color("muted");
  for (const { label, y } of picture.rows) context.fillText(label, 4, y);
  context.textAlign = "center";
  for (const { name, label, x, y, width, height, isIn } of picture.nodes) {
    const isActive = name === active;
    context.beginPath();
    context.roundRect(x - width / 2, y - height / 2, width, height, Math.min(4, height / 2));
    context.fillStyle = theme.color(isIn ? "raised" : "sunken");
    context.fill();
    context.lineWidth = isActive || pins.has(name) ? 2.5 : 1;
    context.strokeStyle = theme.color(isActive ? "focus" : pins.has(name) ? "accent" : isIn ? "ink" : "rule");
    context.stroke();
    if (label === "") continue;
    context.fillStyle = theme.color(isIn ? "ink" : "muted");
    context.fillText(label, x, y);
  }
}

export function paintStrokes(
  context: CanvasRenderingContext2D,
  strokes: readonly Stroke[],
  theme: ChartTheme,
): void {
  for (const { style, path } of strokes) {
    context.globalAlpha = style.opacity;
    context.lineWidth = style.width;
    context.strokeStyle = theme.color(style.role);
    context.setLineDash(style.isDashed ? [...DASH] : []);
    context.stroke(path);
  }
}
