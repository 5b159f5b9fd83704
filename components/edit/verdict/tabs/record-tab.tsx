"use client";

import { Check, Copy, Download, Play, SquarePen } from "lucide-react";
import { useState } from "react";
import { useMessages } from "@/components/messages";
import { Button } from "@/components/ui";
import type { EditJobInput, EditOutcome, Backend } from "@/lib/store";
import { saveBlob } from "@/lib/client/storage/save-file";
import { recordOf } from "./record";

interface RecordTabProps {
  input: EditJobInput;
  outcome: EditOutcome;
  place: Backend;
  onAgain: () => void;
  onToComposer: () => void;
}

/** Everything needed to run the edit again, and a button that does. */
export function RecordTab({ input, outcome, place, onAgain, onToComposer }: RecordTabProps) {
  const t = useMessages().edit.record;
  const [isCopied, setCopied] = useState(false);
  const text = JSON.stringify(recordOf(input, outcome, place), null, 2);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-soft">{t.detail}</p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" variant="primary" icon={<Play />} onClick={onAgain}>
          {t.again}
        </Button>
        <Button size="sm" icon={<SquarePen />} onClick={onToComposer}>
          {t.toComposer}
        </Button>
        <Button size="sm" icon={isCopied ? <Check /> : <Copy />} onClick={() => void copy()}>
          {isCopied ? t.copied : t.copy}
        </Button>
        <Button
          size="sm"
          icon={<Download />}
          onClick={() =>
            saveBlob(
              new Blob([text], { type: "application/json" }),
              `edit-${outcome.fingerprintAfter.slice(0, 8)}.json`,
            )
          }
        >
          {t.download}
        </Button>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-faint">{t.before}</dt>
        <dd className="font-mono break-all">{outcome.fingerprintBefore}</dd>
        <dt className="text-faint">{t.after}</dt>
        <dd className="font-mono break-all">{outcome.fingerprintAfter}</dd>
      </dl>
      <pre
        tabIndex={0}
        role="region"
        aria-label={t.label}
        className="max-h-96 overflow-auto rounded-md bg-sunken p-4 font-mono text-xs break-all whitespace-pre-wrap"
      >
        {text}
      </pre>
    </div>
  );
}
