"use client";

import { Copy, Download, PenLine } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, buttonClass, shortId } from "@/components/ui";
import type { MeasurementRecord, ListedVersion } from "@/lib/store";
import { useCopy } from "../use-history";
import { editHref } from "./rerun";

/** The record as it is kept: everything needed to run it again. */
export function RecordView({
  version,
  measurement,
}: {
  version: ListedVersion;
  measurement: MeasurementRecord | null;
}) {
  const t = useHistoryMessages().detail;
  const { hrefTo } = useWorkbench();
  const again = editHref(hrefTo("/edit"), version, measurement?.verdict);
  const copy = useCopy();
  const text = useMemo(() => JSON.stringify({ version, measurement }, null, 2), [version, measurement]);
  const href = useMemo(() => `data:application/json;charset=utf-8,${encodeURIComponent(text)}`, [text]);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {again && (
          <Link href={again} className={buttonClass("secondary", "sm")}>
            <PenLine aria-hidden className="size-4" />
            {t.again}
          </Link>
        )}
        <Button size="sm" icon={<Copy />} onClick={() => void copy(text)}>
          {t.copyRecord}
        </Button>
        <a href={href} download={`${shortId(version.id)}.json`} className={buttonClass("quiet", "sm")}>
          <Download aria-hidden className="size-4" />
          {t.download}
        </a>
      </div>
      <pre
        tabIndex={0}
        aria-label={t.recordCaption}
        className="max-h-[70dvh] overflow-auto rounded-md bg-sunken p-4 font-mono text-xs break-words whitespace-pre-wrap text-ink"
      >
        {text}
      </pre>
    </div>
  );
}
