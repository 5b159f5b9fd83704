"use client";

import { useState } from "react";
import { useLibraryMessages } from "@/components/messages/library";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, formatBytes, ProgressBar, toast } from "@/components/ui";
import type { ModelRecord } from "@/lib/store";
import { AddModelForm } from "./add-model-form";
import { readFolder, type CheckpointFolder } from "./checkpoint-folder";
import { FolderDrop } from "./folder-drop";
import { FolderProblems } from "./folder-problems";
import { useAddModel, type AddPhase } from "./use-add-model";

/** Adds a model from a folder: choose, see what was found, name it, send it. */
export function AddModel({ takenIds }: { takenIds: readonly string[] }) {
  const t = useLibraryMessages().library.add;
  const { setModel } = useWorkbench();
  const [folder, setFolder] = useState<CheckpointFolder | null>(null);

  const onAdded = (model: ModelRecord) => {
    toast(t.done(model.name));
    setFolder(null);
    if (model.kind === "model") setModel(model.id);
  };
  const { phase, error, add, cancel, clearError } = useAddModel(onAdded);

  const choose = (name: string, files: readonly File[]) => {
    clearError();
    void readFolder(name, files).then(setFolder);
  };
  const isBusy = phase.kind !== "idle";
  return (
    <section aria-labelledby="add-model" className="min-w-0 border-t pt-8">
      <h2 id="add-model" className="text-xl">
        {t.title}
      </h2>
      <p className="mt-2 mb-5 text-sm text-soft">{t.detail}</p>
      {!isBusy && (!folder || folder.problems.length > 0) && (
        <FolderDrop isAgain={folder !== null} onFolder={choose} />
      )}
      {folder && folder.problems.length > 0 && <FolderProblems folder={folder} />}
      {folder && folder.problems.length === 0 && !isBusy && (
        <AddModelForm
          folder={folder}
          takenIds={takenIds}
          onSubmit={(modelId, name, weights) => add(folder, modelId, name, weights)}
          onCancel={() => {
            clearError();
            setFolder(null);
          }}
        />
      )}
      {folder && isBusy && <Sending phase={phase} totalBytes={folder.sizeBytes} onCancel={cancel} />}
      {error && (
        <div className="mt-4">
          <ErrorNote error={error} />
        </div>
      )}
    </section>
  );
}

function Sending({
  phase,
  totalBytes,
  onCancel,
}: {
  phase: AddPhase;
  totalBytes: number;
  onCancel: () => void;
}) {
  const t = useLibraryMessages().library.add;
  if (phase.kind !== "sending") {
    const isQuantizing = phase.kind === "checking" && phase.weights !== "float32";
    return <ProgressBar label={isQuantizing ? t.quantizing : t.checking} />;
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <ProgressBar
        className="w-full"
        label={t.uploading(phase.file)}
        value={totalBytes > 0 ? phase.sentBytes / totalBytes : undefined}
        detail={t.uploadDetail(formatBytes(phase.sentBytes), formatBytes(totalBytes))}
      />
      <Button size="sm" onClick={onCancel}>
        {t.cancel}
      </Button>
    </div>
  );
}
