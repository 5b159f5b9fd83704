"use client";

import { Copy } from "lucide-react";
import { useCopy } from "@/components/history/use-history";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button, DataTable } from "@/components/ui";
import type { LifelongDetail } from "@/lib/client/runs/use-lifelong";
import { settingsOf, writtenValue } from "../differences";
import { reasonOf } from "./not-measured";

/** Everything that decides the run, so that it can be run again to the byte. */
export function RecordTab({ run }: { run: LifelongDetail }) {
  const evaluate = useEvaluateMessages();
  const t = evaluate.record;
  const copy = useCopy();
  const missing = Object.keys(run.state?.start.notMeasured ?? {}).map((name) => ({
    name,
    values: [`${evaluate.notMeasured.short}: ${reasonOf(evaluate, run.state?.start, name) ?? ""}`],
  }));
  const settings = [...settingsOf([run], false), ...missing];
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-measure text-sm text-soft">{t.detail}</p>
      <DataTable
        caption={t.caption}
        rows={settings}
        rowKey={({ name }) => name}
        columns={[
          {
            key: "name",
            header: t.setting,
            rowHeader: true,
            className: "font-mono text-xs",
            cell: ({ name }) => name,
          },
          {
            key: "value",
            header: t.value,
            className: "font-mono text-xs break-all",
            cell: ({ values }) => writtenValue(values[0]),
          },
        ]}
      />
      <Button
        size="sm"
        icon={<Copy />}
        className="self-start"
        onClick={() => {
          const { state, samples: _, jobStatus: __, ...record } = run;
          void copy(JSON.stringify({ ...record, notMeasured: state?.start.notMeasured }, null, 2));
        }}
      >
        {t.copy}
      </Button>
    </div>
  );
}
