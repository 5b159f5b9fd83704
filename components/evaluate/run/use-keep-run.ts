"use client";

/**
 * Keeping a state of a run as a version. It belongs on top of the version that the run started from: where the checked-out
 * branch has moved on since, it is kept on a branch of its own.
 */
import { useState } from "react";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import type { KeepRequest } from "@/components/edit/verdict/keep/use-keep";
import { shortId, toast } from "@/components/ui";
import { createBranch, keepLifelong, type LifelongSummary } from "@/lib/api";
import { fromWireError, PalimpsestError, toWireError } from "@/lib/base";
import { useActionOf } from "@/lib/client/queries/query";
import type { Version } from "@/lib/store";

/** After how many edits; "healthy" is the last state before a run that stopped by itself. */
export type KeptState = "healthy" | number;

export function useKeepRun(run: LifelongSummary, at: KeptState | null, without: readonly number[]) {
  const t = useEvaluateMessages().keep;
  const { branchId, branchName, branches, head } = useWorkbench();
  const keeping = useActionOf(keepLifelong);
  const branching = useActionOf(createBranch);
  const [error, setError] = useState<PalimpsestError | null>(null);

  const isOnHead = head !== undefined && head.id === run.version;
  const branch = isOnHead ? branchName : ownBranch(run, at, without);

  /** One that a failed attempt has left behind is as good as a new one. */
  const ownBranchId = async (): Promise<string> => {
    const found = branches.find((other) => other.name === branch && other.head === run.version);
    if (found) return found.id;
    const input = { model: run.model, name: branch, head: run.version };
    return (await branching.mutateAsync({ input })).id;
  };

  const keep = async ({ reason, author }: KeepRequest): Promise<Version | null> => {
    if (at === null) return null;
    setError(null);
    try {
      const target = isOnHead
        ? { branchId, expectedHead: head.id }
        : { branchId: await ownBranchId(), expectedHead: run.version };
      const version = await keeping.mutateAsync({
        params: { runId: run.id },
        input: { ...target, at, without: [...without], author, reason },
      });
      toast(t.done(branch));
      return version;
    } catch (thrown) {
      setError(thrown instanceof PalimpsestError ? thrown : fromWireError(toWireError(thrown)));
      return null;
    }
  };
  return {
    keep,
    branch,
    isPending: keeping.isPending || branching.isPending,
    error,
    clearError: () => setError(null),
  };
}

function ownBranch(
  { method, id }: LifelongSummary,
  at: KeptState | null,
  without: readonly number[],
): string {
  return [method, shortId(id), at ?? "", ...without.map((edit) => `without-${edit + 1}`)].join("-");
}
