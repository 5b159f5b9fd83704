/** A drawing as a file that is read away from the page: with a title, a line under it, and paper behind it. */
import { saveBlob } from "@/lib/client/storage/save-file";
import type { ChartTheme } from "../theme";

const PNG_SCALE = 2;

interface Drawing {
  readonly title: string;
  /** Unit, n, and whatever else a reader has to know. */
  readonly subtitle: string;
  readonly width: number;
  readonly height: number;
  /** Elements, or a whole `<svg>`, from the corner at 0, 0. */
  readonly inner: string;
}

/** The drawing under its title, on paper. */
export function svgDocument({ title, subtitle, width, height, inner }: Drawing, theme: ChartTheme): string {
  const margin = theme.fontPx * 1.5;
  const heading = theme.fontPx * 5;
  const whole = { width: width + margin * 2, height: heading + height + margin };
  const text = (content: string, y: number, size: number, role: "ink" | "muted") =>
    `<text x="${margin}" y="${y}" font-size="${size}" font-family="${escapeXml(theme.fontFamily)}" fill="${theme.color(role)}">${escapeXml(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${whole.width}" height="${whole.height}" viewBox="0 0 ${whole.width} ${whole.height}">`,
    `<rect width="100%" height="100%" fill="${theme.color("raised")}"/>`,
    text(title, margin + theme.fontPx, theme.fontPx * 1.35, "ink"),
    text(subtitle, margin + theme.fontPx * 2.6, theme.fontPx, "muted"),
    `<svg x="${margin}" y="${heading}" width="${width}" height="${height}">${inner}</svg>`,
    "</svg>",
  ].join("");
}

/** Hands an SVG document to the browser to save, as it is or as a picture of twice its size. */
export async function saveDrawing(text: string, name: string, format: "svg" | "png"): Promise<void> {
  const svg = new Blob([text], { type: "image/svg+xml" });
  saveBlob(format === "svg" ? svg : await toPng(svg), `${name}.${format}`);
}

async function toPng(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width * PNG_SCALE;
    canvas.height = image.height * PNG_SCALE;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("the canvas gave no picture"))),
        "image/png",
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
