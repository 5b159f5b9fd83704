"use client";

import { useEvaluateMessages } from "@/components/messages/evaluate";
import { DataTable, Switch } from "@/components/ui";
import { settingsOf, writtenValue, type Setting } from "../differences";
import type { NamedRun } from "../numbers";
import type { EvaluateView, UpdateEvaluate } from "../view";

interface DifferencesProps {
  runs: readonly NamedRun[];
  view: EvaluateView;
  update: UpdateEvaluate;
}

/** The settings of the runs, a column each; at first only those in which they differ. */
export function Differences({ runs, view, update }: DifferencesProps) {
  const t = useEvaluateMessages().compare;
  const settings = settingsOf(
    runs.map(({ run }) => run),
    !view.shared,
  );
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Switch
        checked={!view.shared}
        onChange={(only) => update({ shared: !only })}
        label={t.onlyDifferent}
        hint={t.onlyDifferentHint}
      />
      <DataTable
        caption={t.settings}
        maxHeight="md"
        rows={settings}
        rowKey={({ name }) => name}
        empty={t.same}
        columns={[
          {
            key: "name",
            header: t.setting,
            rowHeader: true,
            className: "font-mono text-xs",
            cell: ({ name }) => name,
          },
          ...runs.map(({ run, name }, index) => ({
            key: run.id,
            header: name,
            className: "font-mono text-xs break-all",
            cell: ({ values }: Setting) => writtenValue(values[index]),
          })),
        ]}
      />
    </div>
  );
}
