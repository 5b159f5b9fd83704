"use client";

import { useLibraryMessages } from "@/components/messages/library";
import { useMessages } from "@/components/messages";
import { Badge, DataTable, formatPercent, type Column } from "@/components/ui";
import { isKnownToFail } from "@/components/results/known-to-fail";
import type { MethodCard } from "@/lib/api";
import { GOALS } from "@/lib/eval/results";
import { settingText } from "./sweep-table";

interface Row {
  readonly id: string;
  readonly method: string;
  readonly preset: MethodCard["presets"][number];
}

interface ShippedPresetsProps {
  methods: readonly MethodCard[];
  /** The model whose name is shown in place of its id, where it is installed. */
  nameOf: (model: string) => string;
}

/** The settings that come with the methods: for which models, where from, what they reached there, and what they are. */
export function ShippedPresets({ methods, nameOf }: ShippedPresetsProps) {
  const t = useLibraryMessages().presets;
  const { charts } = useMessages();
  const rows = methods.flatMap(({ id, name, presets }): Row[] =>
    presets.filter(({ isShipped }) => isShipped).map((preset) => ({ id, method: name, preset })),
  );
  return (
    <section aria-labelledby="shipped-presets" className="min-w-0">
      <h2 id="shipped-presets" className="text-xl">
        {t.shipped.title(rows.length)}
      </h2>
      <p className="mt-1 mb-3 text-sm text-soft">{t.shipped.detail}</p>
      <DataTable
        caption={t.shipped.title(rows.length)}
        rows={rows}
        // A method may have two of one name, for other models.
        rowKey={({ id, preset }, index) => `${id} ${preset.name} ${index}`}
        isDense
        maxHeight="lg"
        columns={[
          {
            key: "method",
            header: t.shipped.method,
            rowHeader: true,
            cell: ({ method, preset }) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                {method} {isKnownToFail(preset) && <Badge tone="danger">{t.shipped.fails}</Badge>}
              </span>
            ),
          },
          {
            key: "models",
            header: t.shipped.models,
            cell: ({ preset }) => preset.models.map(nameOf).join(", "),
          },
          ...GOALS.map(({ id: metric }): Column<Row> => ({
            key: metric,
            header: charts.metric(metric),
            numeric: true,
            cell: ({ preset: { scores } }) => {
              const score = scores?.metrics[metric];
              if (!scores || !score) return <span className="text-faint">–</span>;
              const [low, high] = score.interval95.map((value) => formatPercent(value));
              return (
                <span title={t.shipped.scored(low, high, scores.edits, scores.on)}>
                  {formatPercent(score.mean)}
                </span>
              );
            },
          })),
          { key: "source", header: t.shipped.source, cell: ({ preset }) => t.shipped.sources[preset.source] },
          {
            key: "settings",
            header: t.sweep.setting,
            cell: ({ preset }) => settingText(preset, t),
          },
        ]}
      />
    </section>
  );
}
