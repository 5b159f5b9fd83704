"use client";

import { useState } from "react";
import { useLibraryMessages } from "@/components/messages/library";
import { Button, ErrorNote, formatBytes, SegmentedControl, Skeleton } from "@/components/ui";
import { useFolderReport } from "@/lib/client/queries/use-folder-report";
import { BaseWeights } from "@/lib/store";
import { idFrom, type CheckpointFolder } from "./checkpoint-folder";
import { NameFields, useNameForm } from "../name-fields";
import { ReportView } from "../report/report-view";

interface AddModelFormProps {
  folder: CheckpointFolder;
  takenIds: readonly string[];
  onSubmit: (modelId: string, name: string, weights: BaseWeights) => void;
  onCancel: () => void;
}

/** What was found in the folder, what it would take, and what the model shall be called. */
export function AddModelForm({ folder, takenIds, onSubmit, onCancel }: AddModelFormProps) {
  const { add: t, report: words } = useLibraryMessages().library;
  const form = useNameForm({ name: folder.name, modelId: idFrom(folder.name) }, takenIds);
  const [weights, setWeights] = useState<BaseWeights>("float32");
  const report = useFolderReport(idFrom(folder.name) || "model", folder.files, weights);
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit(({ modelId, name }) => onSubmit(modelId, name, weights))}
    >
      <div className="border-l-2 border-after pl-4">
        <p className="font-medium">{t.folder(folder.name)}</p>
        <p className="text-sm text-soft">{t.total(folder.files.length, formatBytes(folder.sizeBytes))}</p>
        <ul className="mt-2 font-mono text-xs text-soft">
          {folder.files.map((file) => (
            <li key={file.name} className="flex justify-between gap-4">
              <span className="truncate">{file.name}</span>
              <span className="whitespace-nowrap">{formatBytes(file.size)}</span>
            </li>
          ))}
        </ul>
        {folder.ignored > 0 && <p className="mt-2 text-xs text-faint">{t.ignored(folder.ignored)}</p>}
      </div>
      {report.isPending && (
        <div role="status" aria-label={words.waiting} className="flex flex-col gap-2">
          <Skeleton className="h-4 w-3/4" />
          <Skeleton className="h-20 w-full" />
        </div>
      )}
      {report.error && <ErrorNote error={report.error} onRetry={() => void report.refetch()} />}
      {report.data && <ReportView report={report.data} />}
      {report.data?.kind === "model" && (
        <div className="flex flex-col items-start gap-1.5">
          <SegmentedControl
            label={t.weightsLabel}
            value={weights}
            onChange={setWeights}
            options={BaseWeights.options.map((value) => ({ value, label: t.weightsNames[value] }))}
          />
          <p className="text-xs text-faint">{t.weightsHint[weights]}</p>
        </div>
      )}
      <NameFields form={form} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={report.isError}>
          {t.submit}
        </Button>
        <Button onClick={onCancel}>{t.cancel}</Button>
      </div>
    </form>
  );
}
