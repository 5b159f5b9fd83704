/** What a kinship report shows as grids: all pairs as a matrix, each pair by layer, and how far each model moved in each layer. */
import { extentOf, type GridData } from "@/components/charts/grid";
import type { merge as words } from "@/components/messages/en/merge";
import type { KinshipReport } from "@/lib/merge";
import type { KinshipNumber } from "../view";

type Words = typeof words;
type Numbers = KinshipReport["pairs"][number]["global"];

const DIGITS = { pcc: 2, cosine: 2, distance: 1, signAgreement: 2, overlap: 2 } as const;

export function valueOf(numbers: Numbers | undefined, metric: KinshipNumber): number | null {
  return numbers?.[metric] ?? null;
}

export function written(value: number | null, metric: KinshipNumber): string {
  return value === null ? "–" : value.toFixed(DIGITS[metric]).replace("-", "−");
}

export function pairOf(report: KinshipReport, left: number, right: number) {
  const [a, b] = left < right ? [left, right] : [right, left];
  return report.pairs.find((pair) => pair.left === a && pair.right === b);
}

/** `order` holds places in the report's models, the best first. */
export function matrixGrid(
  report: KinshipReport,
  order: readonly number[],
  metric: KinshipNumber,
  labelOf: (place: number) => string,
  t: Words,
): GridData {
  const heads = order.map((place) => ({ label: labelOf(place) }));
  const values = report.pairs.map(({ global }) => valueOf(global, metric));
  return {
    id: "kinship-matrix",
    title: t.kinship.matrix(t.metrics[metric]),
    axes: [t.kinship.model, t.kinship.model],
    rows: heads,
    columns: heads,
    scale:
      metric === "distance"
        ? { kind: "sequential", color: "series-4", from: 0, to: extentOf(values) }
        : metric === "overlap" || metric === "signAgreement"
          ? { kind: "sequential", color: "accent", from: 0, to: 1 }
          : { kind: "diverging", extent: 1 },
    format: (value) => written(value, metric),
    cell(row, column) {
      if (row === column) return { text: "", value: null };
      const value = valueOf(pairOf(report, order[row], order[column])?.global, metric);
      return { text: written(value, metric), value };
    },
    isShaded: (row, column) => row === column,
  };
}

export function layersGrid(
  report: KinshipReport,
  metric: KinshipNumber,
  labelOf: (place: number) => string,
  chosen: number,
  t: Words,
): GridData {
  const layers = report.pairs[0]?.layers.map(({ name }) => name) ?? [];
  const numbers = report.pairs.flatMap(({ layers: all }) => all.map((one) => valueOf(one.numbers, metric)));
  const isSigned = metric === "pcc" || metric === "cosine";
  return {
    id: "kinship-layers",
    title: t.kinship.byLayer(t.metrics[metric]),
    axes: [t.kinship.pair, t.kinship.layer],
    rows: report.pairs.map(({ left, right }, i) => ({
      label: `${labelOf(left)} · ${labelOf(right)}`,
      isStrong: i === chosen,
    })),
    columns: layers.map((name) => ({ label: name })),
    scale: isSigned
      ? { kind: "diverging", extent: extentOf(numbers) }
      : { kind: "sequential", color: "accent", from: 0, to: extentOf(numbers) },
    format: (value) => written(value, metric),
    cell(row, column) {
      const value = valueOf(report.pairs[row].layers[column]?.numbers, metric);
      return { text: written(value, metric), value };
    },
  };
}

export function normsGrid(report: KinshipReport, labelOf: (place: number) => string, t: Words): GridData {
  const layers = report.norms[0]?.layers.map(({ name }) => name) ?? [];
  const most = extentOf(report.norms.flatMap(({ layers: all }) => all.map(({ relative }) => relative)));
  const percent = (value: number): string => `${(value * 100).toFixed(1)}%`;
  return {
    id: "kinship-norms",
    title: t.kinship.norms,
    axes: [t.kinship.model, t.kinship.layer],
    rows: report.models.map((_, place) => ({ label: labelOf(place) })),
    columns: layers.map((name) => ({ label: name })),
    scale: { kind: "sequential", color: "series-4", from: 0, to: most },
    format: percent,
    cell(row, column) {
      const value = report.norms[row].layers[column]?.relative ?? null;
      return { text: value === null ? "–" : percent(value), value };
    },
  };
}
