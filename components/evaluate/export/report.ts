/**
 * A report as one file that needs nothing else: drawings are inline SVG, styles are inline, and there is no script, so that
 * it opens from a mail or a drive years later, and asks no other machine for anything.
 */
import type { Chart, ChartTable, ChartWords } from "@/components/charts/chart";
import { drawSvg } from "@/components/charts/export";
import { costQuality } from "@/components/charts/cost-quality";
import { overEdits } from "@/components/charts/over-edits";
import { retention as heatmap } from "@/components/charts/retention";
import { threeGoals } from "@/components/charts/three-goals";
import { escapeHtml, formatCell } from "@/components/charts/shared/format";
import type { ChartTheme } from "@/components/charts/theme";
import type { Messages } from "@/components/messages";
import type { Protocol } from "@/lib/eval";
import { settingsOf, writtenValue } from "../differences";
import {
  costQualityOf,
  EDIT_SCORES,
  lastRow,
  QUANTITIES,
  quantityOverEdits,
  runOverEdits,
  threeGoalsOf,
  unitOf,
  type NamedRun,
} from "../numbers";
import { heatmapOf, type Retention } from "../retention";
import { longTable } from "./rows";

interface ReportRequest {
  readonly runs: readonly NamedRun[];
  readonly protocol: Protocol;
  /** Of a single run. */
  readonly retention: Retention | undefined;
  readonly theme: ChartTheme;
  readonly words: ChartWords;
  readonly messages: Messages["evaluate"]["report"];
  /** BCP 47. */
  readonly language: string;
  readonly at: string;
}

/** The whole document. */
export async function writeReport(request: ReportRequest): Promise<string> {
  const { runs, messages: t, language, theme, at } = request;
  const judged = runs.filter(({ run }) => lastRow(run));
  const figures = await drawings(request, judged);
  const settings: ChartTable = {
    columns: [
      { label: t.setting, kind: "text" },
      ...runs.map(({ name }) => ({ label: name, kind: "text" as const })),
    ],
    rows: settingsOf(
      runs.map(({ run }) => run),
      false,
    ).map(({ name, values }) => [name, ...values.map(writtenValue)]),
  };
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeHtml(t.title(runs.map(({ name }) => name)))}</title>`,
    `<style>${styles(theme)}</style></head><body>`,
    `<h1>${escapeHtml(t.title(runs.map(({ name }) => name)))}</h1>`,
    `<p>${escapeHtml(t.lead(at))}</p>`,
    ...figures.map((svg) => `<figure>${svg}</figure>`),
    `<h2>${escapeHtml(t.numbers)}</h2>`,
    table(longTable(runs)),
    `<h2>${escapeHtml(t.settings)}</h2>`,
    table(settings),
    "</body></html>",
  ].join("\n");
}

async function drawings(request: ReportRequest, judged: readonly NamedRun[]): Promise<string[]> {
  const { protocol, retention, theme, words } = request;
  const draw = async <D>(chart: Chart<D>, data: D) =>
    chart.count(data) === 0 ? [] : [await drawSvg({ chart, data, theme, words })];
  const isOne = judged.length === 1;
  const drawn = [
    ...(await Promise.all(judged.map((run) => draw(overEdits, runOverEdits(run, protocol))))),
    ...(await Promise.all(
      // One drawing has all scores of a single run.
      QUANTITIES.filter((quantity) => !isOne || unitOf(quantity) !== "fraction").map((quantity) =>
        draw(overEdits, quantityOverEdits(judged, quantity, protocol)),
      ),
    )),
  ];
  if (retention) {
    const whole = {
      metric: EDIT_SCORES[0],
      protocol,
      part: undefined,
      edit: undefined,
      at: undefined,
    } as const;
    drawn.push(await draw(heatmap, heatmapOf(retention, whole)));
  }
  if (!isOne) {
    drawn.push(await draw(threeGoals, threeGoalsOf(judged, protocol)));
    drawn.push(await draw(costQuality, costQualityOf(judged, "seconds", protocol)));
  }
  return drawn.flat();
}

function table({ columns, rows, kindOf }: ChartTable): string {
  const head = columns.map(({ label }) => `<th scope="col">${escapeHtml(label)}</th>`).join("");
  const body = rows
    .map((cells, row) => {
      const written = cells.map((cell, column) =>
        formatCell(cell, kindOf?.(row, column) ?? columns[column].kind),
      );
      return `<tr>${written.map((text) => `<td>${escapeHtml(text)}</td>`).join("")}</tr>`;
    })
    .join("");
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function styles(theme: ChartTheme): string {
  const { color } = theme;
  return [
    `body{margin:2rem auto;max-width:64rem;padding:0 1rem;background:${color("paper")};color:${color("ink")};font:15px/1.6 ${theme.fontFamily}}`,
    "h1,h2{font-weight:500;line-height:1.25}figure{margin:2rem 0}svg{max-width:100%;height:auto}",
    ".scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13px}",
    `th,td{padding:.3rem .7rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid ${color("rule")}}`,
  ].join("");
}
