"use client";

import { CircleHelp } from "lucide-react";
import { useMessages } from "@/components/messages";
import { IconButton, Popover } from "@/components/ui";
import { METRICS } from "@/lib/eval/results";

/** What each score means: its definition, formula and version, from the catalog of metrics. */
export function ScoreNotes() {
  const { edit, catalog } = useMessages();
  const t = edit.metrics;
  return (
    <Popover title={t.open} trigger={<IconButton size="sm" label={t.open} icon={<CircleHelp />} />}>
      <dl className="flex flex-col gap-3 text-sm">
        {METRICS.all.map(({ id, version }) => (
          <div key={id}>
            <dt className="font-medium">
              {catalog.metric(id)}{" "}
              <span className="text-xs font-normal text-faint">{t.version(version)}</span>
            </dt>
            <dd className="text-soft">{catalog.metricSummary(id)}</dd>
            <dd className="mt-0.5 font-mono text-xs text-faint">{catalog.metricFormula(id)}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 border-t pt-3 text-xs text-faint">{t.interval}</p>
    </Popover>
  );
}
