"use client";

import { useCallback, useRef, useState } from "react";
import { addModel, discardUpload } from "@/lib/api";
import { CancelledError, PalimpsestError } from "@/lib/base";
import { callEndpoint } from "@/lib/client/queries/http";
import { useActionOf } from "@/lib/client/queries/query";
import { upload } from "@/lib/client/storage/transfer";
import type { BaseWeights, ModelRecord } from "@/lib/store";
import type { CheckpointFolder } from "./checkpoint-folder";

export type AddPhase =
  | { kind: "idle" }
  | { kind: "sending"; file: string; sentBytes: number }
  | { kind: "checking"; weights: BaseWeights };

interface AddModelState {
  readonly phase: AddPhase;
  readonly error: PalimpsestError | null;
  add(folder: CheckpointFolder, modelId: string, name: string, weights: BaseWeights): void;
  cancel(): void;
  clearError(): void;
}

/** Sends a folder's files one after another, then asks the server to check and list the model. */
export function useAddModel(onAdded: (model: ModelRecord) => void): AddModelState {
  const [phase, setPhase] = useState<AddPhase>({ kind: "idle" });
  const [error, setError] = useState<PalimpsestError | null>(null);
  const stop = useRef<AbortController | null>(null);
  const { mutateAsync: register } = useActionOf(addModel);

  const add = useCallback(
    (folder: CheckpointFolder, modelId: string, name: string, weights: BaseWeights) => {
      const control = new AbortController();
      stop.current = control;
      const perform = async () => {
        let doneBytes = 0;
        for (const file of folder.files) {
          const startBytes = doneBytes;
          const report = (sentBytes: number) =>
            setPhase({
              kind: "sending",
              file: file.name,
              sentBytes: startBytes + Math.min(sentBytes, file.size),
            });
          report(0);
          await upload(fileUrl(modelId, file.name), file, report, control.signal);
          doneBytes += file.size;
        }
        setPhase({ kind: "checking", weights });
        onAdded(await register({ input: { modelId, name, weights } }));
      };
      setError(null);
      perform()
        .catch(async (thrown: unknown) => {
          // Nobody would come back for what was sent: a folder that is chosen again is sent again.
          await callEndpoint(discardUpload, { params: { modelId } }).catch(() => undefined);
          if (thrown instanceof CancelledError || control.signal.aborted) return;
          setError(
            thrown instanceof PalimpsestError ? thrown : new PalimpsestError("internal", String(thrown)),
          );
        })
        .finally(() => setPhase({ kind: "idle" }));
    },
    [register, onAdded],
  );

  return {
    phase,
    error,
    add,
    cancel: useCallback(() => stop.current?.abort(), []),
    clearError: useCallback(() => setError(null), []),
  };
}

function fileUrl(modelId: string, name: string): string {
  return `/api/models/${encodeURIComponent(modelId)}/files/${encodeURIComponent(name)}`;
}
