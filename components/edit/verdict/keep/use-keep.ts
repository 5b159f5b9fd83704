"use client";

/** Keeping what a run found as a version, and taking it back. */
import { useState } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import { keepVersion, undo } from "@/lib/api";
import { fromWireError, PalimpsestError, toWireError } from "@/lib/base";
import { useActionOf } from "@/lib/client/queries/query";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import type { EditOutcome, ListedVersion, Version } from "@/lib/store";

export interface KeepRequest {
  readonly reason: string;
  readonly author: string;
}

interface Keeping {
  /** The version that an outcome became, while that is the head. */
  keptAs(outcome: EditOutcome): ListedVersion | null;
  readonly isPending: boolean;
  readonly isUndoing: boolean;
  readonly error: PalimpsestError | null;
  /** Null when it could not be kept; `error` says why. */
  keep(outcome: EditOutcome, request: KeepRequest): Promise<Version | null>;
  /** Moves the branch back to where it was. */
  undo(): Promise<boolean>;
  clearError(): void;
}

export function useKeep(run: EditRun): Keeping {
  const { branchId, head } = useWorkbench();
  const action = useActionOf(keepVersion);
  const undoing = useActionOf(undo);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<PalimpsestError | null>(null);

  const keep = async (outcome: EditOutcome, { reason, author }: KeepRequest) => {
    const { jobId } = run;
    if (jobId === undefined || !outcome.verdict) return null;
    setPending(true);
    setError(null);
    try {
      return await action.mutateAsync({
        input: {
          branchId,
          author,
          reason,
          run: { jobId, entry: outcome.entry },
        },
      });
    } catch (thrown) {
      setError(thrown instanceof PalimpsestError ? thrown : fromWireError(toWireError(thrown)));
      return null;
    } finally {
      setPending(false);
    }
  };

  const takeBack = async () => {
    try {
      await undoing.mutateAsync({ params: { branchId } });
      return true;
    } catch (thrown) {
      setError(thrown instanceof PalimpsestError ? thrown : fromWireError(toWireError(thrown)));
      return false;
    }
  };

  return {
    // Told from the versions themselves, so that it is right after a reload and after an undo elsewhere.
    keptAs: (outcome) =>
      head && head.parents[0] === run.versionId && head.fingerprint === outcome.fingerprintAfter
        ? head
        : null,
    isPending,
    isUndoing: undoing.isPending,
    error,
    keep,
    undo: takeBack,
    clearError: () => setError(null),
  };
}
