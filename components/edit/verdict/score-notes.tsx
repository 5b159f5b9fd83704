"use client";

import { CircleHelp } from "lucide-react";
import { useMessages } from "@/components/messages";
import { IconButton, Popover } from "@/components/ui";
import { catalog } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";

/** What each score means: its definition, formula and version, from the catalog of metrics. */
export function ScoreNotes() {
  const messages = useMessages();
  const t = messages.edit.metrics;
  const metrics = useQueryOf(catalog, {}, { staleTimeMs: 600_000 }).data?.metrics ?? [];
  return (
    <Popover title={t.open} trigger={<IconButton size="sm" label={t.open} icon={<CircleHelp />} />}>
      <dl className="flex flex-col gap-3 text-sm">
        {metrics.map((metric) => (
          <div key={metric.id}>
            <dt className="font-medium">
              {messages.charts.metric(metric.id)}{" "}
              <span className="text-xs font-normal text-faint">{t.version(metric.version)}</span>
            </dt>
            <dd className="text-soft">{t.notes[metric.id]?.summary ?? metric.summary}</dd>
            <dd className="mt-0.5 font-mono text-xs text-faint">
              {t.notes[metric.id]?.formula ?? metric.formula}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 border-t pt-3 text-xs text-faint">{t.interval}</p>
    </Popover>
  );
}
