"use client";

import { useLibraryMessages } from "@/components/messages/library";
import { DataTable } from "@/components/ui";
import type { MethodCard } from "@/lib/api";
import { settingText } from "./sweep-table";

interface ShippedPresetsProps {
  methods: readonly MethodCard[];
  /** The model whose name is shown in place of its id, where it is installed. */
  nameOf: (model: string) => string;
}

/** The settings that come with the methods: for which models, where from, and what they are. */
export function ShippedPresets({ methods, nameOf }: ShippedPresetsProps) {
  const t = useLibraryMessages().presets;
  const rows = methods.flatMap(({ id, name, presets }) =>
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
        rowKey={({ id, preset }) => `${id} ${preset.name}`}
        isDense
        maxHeight="lg"
        columns={[
          { key: "method", header: t.shipped.method, rowHeader: true, cell: ({ method }) => method },
          {
            key: "models",
            header: t.shipped.models,
            cell: ({ preset }) => preset.models.map(nameOf).join(", "),
          },
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
