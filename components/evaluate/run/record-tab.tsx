"use client";

import { Copy } from "lucide-react";
import { useCopy } from "@/components/history/use-history";
import { useMessages } from "@/components/messages";
import { Button, DataTable } from "@/components/ui";
import type { LifelongDetail } from "@/lib/client/runs/use-lifelong";
import { settingsOf, writtenValue } from "../differences";

/** Everything that decides the run, so that it can be run again to the byte. */
export function RecordTab({ run }: { run: LifelongDetail }) {
  const t = useMessages().evaluate.record;
  const copy = useCopy();
  const settings = settingsOf([run], false);
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
          const { state: _, samples: __, jobStatus: ___, ...record } = run;
          void copy(JSON.stringify(record, null, 2));
        }}
      >
        {t.copy}
      </Button>
    </div>
  );
}
