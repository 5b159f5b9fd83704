/** The heatmap of a run from the scores of its edits, whole or zoomed into a part. */
import type { z } from "zod";
import type { RetentionData } from "@/components/charts/retention";
import type { lifelongRetention } from "@/lib/api";
import type { CaseScores, EditFate, Protocol } from "@/lib/eval";
import { fateOf } from "@/lib/eval/results";

export type Retention = z.infer<typeof lifelongRetention.output>;

/** Wider, cells could not be told apart on a small screen. */
const MOST_COLUMNS = 100;

interface HeatmapView {
  readonly metric: string;
  readonly protocol: Protocol;
  /** Edits counted from one, both ends included; absent means all. */
  readonly part: readonly [number, number] | undefined;
  /** The edit that is looked at, counted from one, and after how many. */
  readonly edit: number | undefined;
  readonly at: number | undefined;
}

/** Null where the edit has nothing to score. */
function scoreOf({ scores }: CaseScores, metric: string, protocol: Protocol): number | null {
  return scores[metric]?.[protocol] ?? null;
}

export function heatmapOf({ checkpoints }: Retention, view: HeatmapView): RetentionData {
  const { metric, protocol, part, edit, at } = view;
  const count = Math.max(0, ...checkpoints.map(({ edits }) => edits));
  const first = Math.min(part?.[0] ?? 1, Math.max(1, count));
  const last = Math.min(part?.[1] ?? count, count);
  const width = Math.ceil((last - first + 1) / MOST_COLUMNS);
  const columns: RetentionData["columns"] = [];
  for (let from = first; from <= last; from += width)
    columns.push({ first: from, last: Math.min(last, from + width - 1) });
  const cells = checkpoints.flatMap(({ edits, cases }, checkpoint) =>
    columns.flatMap((column, index) => {
      const edited = cases.slice(column.first - 1, Math.min(column.last, edits));
      const scores = edited.flatMap((caseScores) => scoreOf(caseScores, metric, protocol) ?? []);
      const fates = edited.map((caseScores) => fateOf(caseScores, metric, protocol));
      const count = (fate: EditFate) => fates.filter((one) => one === fate).length;
      const [neverTook, replaced] = [count("neverTook"), count("replaced")];
      if (scores.length + replaced === 0) return [];
      const score = scores.length > 0 ? scores.reduce((sum, one) => sum + one, 0) / scores.length : null;
      return [{ column: index, checkpoint, score, count: scores.length, neverTook, replaced }];
    }),
  );
  const chosen = cells.findIndex(
    ({ column, checkpoint }) =>
      edit !== undefined &&
      columns[column].first <= edit &&
      edit <= columns[column].last &&
      checkpoints[checkpoint].edits === at,
  );
  return {
    metric,
    protocol,
    columns,
    checkpoints: checkpoints.map(({ edits }) => edits),
    cells,
    chosen: chosen < 0 ? null : chosen,
  };
}

/** Edits that do not hold, counted from one, by what became of them. */
export type MissedEdits = Readonly<Record<Exclude<EditFate, "held">, readonly number[]>>;

/** Edits that do not hold at a checkpoint; the last one when none is named. */
export function missedEdits(
  { checkpoints }: Retention,
  { metric, protocol, at }: Pick<HeatmapView, "metric" | "protocol" | "at">,
): { readonly at: number | undefined; readonly cases: readonly CaseScores[]; readonly edits: MissedEdits } {
  const checkpoint = checkpoints.find(({ edits }) => edits === at) ?? checkpoints.at(-1);
  const cases = checkpoint?.cases ?? [];
  const of = (fate: EditFate) =>
    cases.flatMap((caseScores, index) => (fateOf(caseScores, metric, protocol) === fate ? [index + 1] : []));
  return {
    at: checkpoint?.edits,
    cases,
    edits: { lost: of("lost"), neverTook: of("neverTook"), replaced: of("replaced") },
  };
}
