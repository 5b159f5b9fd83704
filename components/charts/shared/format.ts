/** How a cell of a chart's table is written: on the page, with units. */
import { formatCount, formatPercent } from "@/components/ui/format";
import type { ChartCell, ColumnKind } from "../chart";

export function formatCell(cell: ChartCell, kind: ColumnKind): string {
  if (cell === null) return "–";
  if (typeof cell === "string") return cell;
  switch (kind) {
    case "fraction":
      return formatPercent(cell);
    case "nats":
    case "bits":
    case "norm":
      return cell.toFixed(3);
    case "number":
      return String(Number(cell.toPrecision(6)));
    case "count":
    case "text":
      return formatCount(cell);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Tooltips are HTML, and what they show may come from a model. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
}

/** A tooltip: a heading and lines of label and value. */
export function tooltipHtml(
  heading: string,
  lines: readonly (readonly [label: string, value: string])[],
): string {
  const body = lines
    .map(([label, value]) => `<div>${escapeHtml(label)}: <b>${escapeHtml(value)}</b></div>`)
    .join("");
  return `<div><b>${escapeHtml(heading)}</b></div>${body}`;
}

/** Spaces made visible, as everywhere that tokens are shown. */
export function visibleSpaces(token: string): string {
  return token.replaceAll(" ", "␣").replaceAll("\n", "⏎").replaceAll("\t", "⇥");
}
