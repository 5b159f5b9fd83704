/** What a picture is drawn with. A canvas is fast and an SVG file can be kept; both get the same strokes. */
import { escapeXml } from "../shared/svg";

export interface Pen {
  font(sizePx: number, family: string): void;
  fill(x: number, y: number, width: number, height: number, color: string): void;
  /** Thin slanted lines over a box. */
  hatch(x: number, y: number, width: number, height: number, color: string): void;
  outline(x: number, y: number, width: number, height: number, color: string, line: number): void;
  /** One line of text whose middle is at `y`. */
  text(text: string, x: number, y: number, color: string, anchor: "start" | "middle" | "end"): void;
}

const HATCH_PX = 5;
const ALIGNS = { start: "left", middle: "center", end: "right" } as const;

export function canvasPen(context: CanvasRenderingContext2D): Pen {
  context.textBaseline = "middle";
  return {
    font: (sizePx, family) => void (context.font = `${sizePx}px ${family}`),
    fill(x, y, width, height, color) {
      context.fillStyle = color;
      context.fillRect(x, y, width, height);
    },
    hatch(x, y, width, height, color) {
      context.save();
      context.beginPath();
      context.rect(x, y, width, height);
      context.clip();
      context.globalAlpha = 0.35;
      context.strokeStyle = color;
      context.lineWidth = 1;
      context.beginPath();
      for (let at = -height; at < width; at += HATCH_PX) {
        context.moveTo(x + at, y + height);
        context.lineTo(x + at + height, y);
      }
      context.stroke();
      context.restore();
    },
    outline(x, y, width, height, color, line) {
      context.strokeStyle = color;
      context.lineWidth = line;
      context.strokeRect(x, y, width, height);
    },
    text(text, x, y, color, anchor) {
      context.fillStyle = color;
      context.textAlign = ALIGNS[anchor];
      context.fillText(text, x, y);
    },
  };
}

/** Writes what is drawn as elements of an SVG document. */
export function svgPen(): Pen & { readonly elements: () => string } {
  const parts: string[] = [];
  let font = "";
  const round = (value: number) => Number(value.toFixed(2));
  const box = (x: number, y: number, width: number, height: number) =>
    `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  return {
    font: (sizePx, family) => void (font = `font-size="${sizePx}" font-family="${escapeXml(family)}"`),
    fill: (x, y, width, height, color) => void parts.push(`${box(x, y, width, height)} fill="${color}"/>`),
    hatch(x, y, width, height, color) {
      const lines: string[] = [];
      for (let at = -height; at < width; at += HATCH_PX) {
        // From the bottom edge to the top edge, cut at the sides.
        const [from, to] = [Math.max(0, at), Math.min(width, at + height)];
        lines.push(
          `M${round(x + from)} ${round(y + height - (from - at))}L${round(x + to)} ${round(y + height - (to - at))}`,
        );
      }
      parts.push(`<path d="${lines.join("")}" stroke="${color}" stroke-opacity="0.35" fill="none"/>`);
    },
    outline: (x, y, width, height, color, line) =>
      void parts.push(`${box(x, y, width, height)} fill="none" stroke="${color}" stroke-width="${line}"/>`),
    text(text, x, y, color, anchor) {
      if (text === "") return;
      parts.push(
        `<text x="${round(x)}" y="${round(y)}" dy="0.35em" ${font} fill="${color}" text-anchor="${anchor}" xml:space="preserve">${escapeXml(text)}</text>`,
      );
    },
    elements: () => parts.join(""),
  };
}
