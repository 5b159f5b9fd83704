"use client";

import { Check } from "lucide-react";
import { useLanguage, useMessages, type Messages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { DataTable, formatCount, formatPercent, type Column } from "@/components/ui";
import type { Summary } from "@/lib/eval";
import { GOALS } from "@/lib/eval/results";
import type { Evidence, SweepRow } from "@/lib/store";

/** "layers 2, clamp factor 20": what a row of a sweep varies. */
export function settingText(
  { parameters }: Pick<SweepRow, "parameters">,
  words: Messages["presets"],
): string {
  return Object.entries(parameters)
    .map(
      ([name, value]) => `${words.parameter(name)} ${Array.isArray(value) ? value.join("–") : String(value)}`,
    )
    .join(", ");
}

/** Every setting that was tried, on the same edits; the one that was taken is marked. */
export function SweepTable({ evidence }: { evidence: Evidence }) {
  const t = useMessages();
  const { presets } = useLibraryMessages();
  const words = presets;
  const { sweep, chosen, edits, protocol } = evidence;
  const columns: Column<SweepRow>[] = [
    {
      key: "setting",
      header: words.sweep.setting,
      rowHeader: true,
      cell: (row, index) => (
        <span className="flex min-w-36 flex-wrap items-center gap-x-2">
          {settingText(row, words)}
          {index === chosen && (
            <span className="flex items-center gap-1 text-xs text-after">
              <Check aria-hidden className="size-3.5" />
              {words.sweep.chosen}
            </span>
          )}
        </span>
      ),
    },
    ...GOALS.map(({ id }): Column<SweepRow> => ({
      key: id,
      header: t.charts.metric(id),
      numeric: true,
      cell: ({ scores }) => id in scores && <Score score={scores[id]} edits={edits} />,
    })),
    {
      key: "score",
      header: words.sweep.score,
      numeric: true,
      cell: ({ score }) => formatPercent(score),
    },
    {
      key: "failures",
      header: words.sweep.failures,
      numeric: true,
      cell: ({ failures }) => String(failures),
    },
  ];
  return (
    <div className="min-w-0">
      <DataTable
        caption={words.sweep.caption(edits, words.protocols[protocol])}
        showCaption
        columns={columns}
        rows={sweep}
        rowKey={(_, index) => String(index)}
        rowClass={(row) => (row === sweep[chosen] ? "bg-sunken" : undefined)}
      />
      <p className="mt-2 text-xs text-faint">{words.sweep.note}</p>
    </div>
  );
}

function Score({ score, edits }: { score: Summary; edits: number }) {
  const { language } = useLanguage();
  const [low, high] = score.interval95.map((bound) => formatCount(Math.round(100 * bound), language));
  return (
    <>
      <span className="block">{formatPercent(score.mean)}</span>
      <span className="block text-xs whitespace-nowrap text-faint">
        {low}–{high}%{/* The caption says n; an edit without such a probe is not counted. */}
        {score.count !== edits && `, n ${score.count}`}
      </span>
    </>
  );
}
