"use client";

import { useMessages } from "@/components/messages";
import { formatPercent } from "@/components/ui";
import { Answering } from "./answering";
import { HeatTable } from "./heat-table";
import { useAnalysis } from "./use-analysis";
import type { ExploreState } from "./view";

/** The colors of the published traces. */
const COLORS = { state: "#7d4fb3", mlp: "#3a8f5c", attention: "#c0392b" } as const;
const KINDS = ["state", "mlp", "attention"] as const;

/** Which activations bring the answer back when the subject is noise. */
export function TracePanel({ view }: { view: ExploreState }) {
  const t = useMessages().explore.trace;
  const answer = useAnalysis("trace", view, {});
  if (!answer.data) return <Answering answer={answer} />;
  const { tokens, subject, high, low, scores, window, answer: said } = answer.data;
  const range = Math.max(high - low, 1e-6);
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-measure text-sm text-soft">
        {t.summary(said.trim(), formatPercent(high), formatPercent(low))}
      </p>
      <div className="grid gap-6 xl:grid-cols-3">
        {KINDS.flatMap((kind) => {
          const table = scores[kind];
          if (!table) return [];
          return [
            <section key={kind}>
              <h3 className="mb-2 text-lg">{t.kinds[kind]}</h3>
              <HeatTable
                caption={t.kinds[kind]}
                color={COLORS[kind]}
                columns={table[0].map((_, layer) => layer)}
                rows={table.map((row, i) => ({
                  header: `${tokens[i].trim() || "␣"}${i >= subject[0] && i < subject[1] ? " *" : ""}`,
                  cells: row.map((score, layer) => ({
                    text: Math.round(100 * score),
                    heat: (score - low) / range,
                    title: t.cell(tokens[i].trim(), layer, formatPercent(score)),
                  })),
                }))}
              />
            </section>,
          ];
        })}
      </div>
      <p className="max-w-measure text-xs text-faint">{t.note(window)}</p>
    </div>
  );
}
