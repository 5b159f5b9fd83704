/** A chart as a file. What is saved says its question, unit and n, since it will be read away from this page. */
import { saveBlob } from "@/lib/client/storage/save-file";
import type { Chart, ChartWords } from "./chart";
import { csvFile } from "./shared/csv";
import type { ChartTheme } from "./theme";

export type ExportFormat = "svg" | "png" | "csv";

interface ExportRequest<D> {
  readonly chart: Chart<D>;
  readonly data: D;
  readonly theme: ChartTheme;
  readonly words: ChartWords;
}

const WIDTH_PX = 960;
const PNG_SCALE = 2;

/** Makes the file and hands it to the browser to save. */
export async function saveChart<D>(request: ExportRequest<D>, format: ExportFormat): Promise<void> {
  const { chart, data, words } = request;
  if (format === "csv") {
    const parts = await csvFile(chart.table(data, words));
    return saveBlob(new Blob(parts, { type: "text/csv;charset=utf-8" }), `${chart.id}.csv`);
  }
  const svg = new Blob([await drawSvg(request)], { type: "image/svg+xml" });
  saveBlob(format === "svg" ? svg : await toPng(svg), `${chart.id}.${format}`);
}

/** The chart with its heading as an SVG document. */
export async function drawSvg<D>({ chart, data, theme, words }: ExportRequest<D>): Promise<string> {
  const { init } = await import("./echarts");
  const heading = headingHeight(theme);
  const plot = chart.heightEm(data) * theme.fontPx;
  const instance = init(null, null, { renderer: "svg", ssr: true, width: WIDTH_PX, height: plot });
  try {
    instance.setOption({ ...chart.spec(data, { ...theme, animation: false }, words), animation: false });
    return framed(instance.renderToSVGString(), { chart, data, theme, words }, heading, plot);
  } finally {
    instance.dispose();
  }
}

function headingHeight(theme: ChartTheme): number {
  return theme.fontPx * 5;
}

/** The drawing under its title and a line with unit and n, on paper. */
function framed<D>(
  inner: string,
  { chart, data, theme, words }: ExportRequest<D>,
  heading: number,
  plot: number,
): string {
  const margin = theme.fontPx * 1.5;
  const width = WIDTH_PX + margin * 2;
  const height = heading + plot + margin;
  const text = (content: string, y: number, size: number, role: "ink" | "muted") =>
    `<text x="${margin}" y="${y}" font-size="${size}" font-family="${escapeXml(theme.fontFamily)}" fill="${theme.color(role)}">${escapeXml(content)}</text>`;
  const subtitle = `${words.frame.unit(chart.unit(data, words))} · ${chart.countLabel(data, words)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" fill="${theme.color("raised")}"/>`,
    text(chart.question(data, words), margin + theme.fontPx, theme.fontPx * 1.35, "ink"),
    text(subtitle, margin + theme.fontPx * 2.6, theme.fontPx, "muted"),
    inner.replace(/<svg /, `<svg x="${margin}" y="${heading}" `),
    "</svg>",
  ].join("");
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

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
