/** A chart as a file. What is saved says its question, unit and n, since it will be read away from this page. */
import type { Chart, ChartTable, ChartWords } from "./chart";
import { csvFile } from "./shared/csv";
import { saveDrawing, svgDocument } from "./shared/svg";
import type { ChartTheme } from "./theme";
import { saveBlob } from "@/lib/client/storage/save-file";

export type ExportFormat = "svg" | "png" | "csv";

interface ExportRequest<D> {
  readonly chart: Chart<D>;
  readonly data: D;
  readonly theme: ChartTheme;
  readonly words: ChartWords;
}

const WIDTH_PX = 960;

/** Makes the file and hands it to the browser to save. */
export async function saveChart<D>(request: ExportRequest<D>, format: ExportFormat): Promise<void> {
  const { chart, data, words } = request;
  if (format === "csv") return saveTable(chart.table(data, words), chart.id);
  await saveDrawing(await drawSvg(request), chart.id, format);
}

/** A table as a CSV file with unrounded numbers. */
export async function saveTable(table: ChartTable, name: string): Promise<void> {
  saveBlob(new Blob(await csvFile(table), { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}

/** The chart with its heading as an SVG document. */
export async function drawSvg<D>({ chart, data, theme, words }: ExportRequest<D>): Promise<string> {
  const { init } = await import("./echarts");
  const height = chart.heightEm(data, words) * theme.fontPx;
  const instance = init(null, null, { renderer: "svg", ssr: true, width: WIDTH_PX, height });
  try {
    instance.setOption({ ...chart.spec(data, { ...theme, animation: false }, words), animation: false });
    const title = chart.question(data, words);
    const subtitle = `${words.frame.unit(chart.unit(data, words))} · ${chart.countLabel(data, words)}`;
    return svgDocument(
      { title, subtitle, width: WIDTH_PX, height, inner: instance.renderToSVGString() },
      theme,
    );
  } finally {
    instance.dispose();
  }
}
