"use client";

/** One edit of a story from the button to the version and back: it is run, kept as a version, and undone. */
import { useEffect, useRef, useState } from "react";
import { useKeep } from "@/components/edit/verdict/keep/use-keep";
import type { ErrorLike } from "@/components/ui";
import { useWorkbench } from "@/components/shell/workbench";
import { suggestProbes } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useEditRun } from "@/lib/client/runs/use-edit-run";
import { worldIdOf, type EditRequest } from "@/lib/data";
import type { Verdict } from "@/lib/eval";
import type { ListedVersion } from "@/lib/store";

/** Balanced on one edit, and fast. */
const METHOD = "rome";

interface StoryEdit {
  readonly phase: "idle" | "writing" | "written" | "undone";
  readonly verdict: Verdict | undefined;
  /** The version that the edit became. */
  readonly kept: ListedVersion | null;
  readonly isUndoing: boolean;
  readonly error: ErrorLike | undefined;
  write(): void;
  undo(): void;
}

export function useStoryEdit(request: EditRequest, reason: string): StoryEdit {
  const { modelId, author } = useWorkbench();
  const run = useEditRun();
  const keeping = useKeep(run);
  const suggest = useActionOf(suggestProbes);
  const [step, setStep] = useState<"idle" | "writing" | "undone">("idle");
  const keptJob = useRef<string>(undefined);

  const edited = run.input?.cases[0]?.request;
  const isMine = edited?.subject === request.subject && edited.prompt === request.prompt;
  const outcome = isMine ? run.output?.outcomes[0] : undefined;
  const kept = outcome ? keeping.keptAs(outcome) : null;
  const error =
    suggest.error ?? (isMine ? run.error : undefined) ?? outcome?.error ?? keeping.error ?? undefined;

  // A story writes in one go: what the run found becomes a version as soon as it is there.
  useEffect(() => {
    if (step !== "writing" || run.status !== "succeeded" || !outcome || outcome.error) return;
    if (keptJob.current === run.jobId) return;
    keptJob.current = run.jobId;
    void keeping.keep(outcome, { reason, author });
  }, [step, run.status, run.jobId, outcome, keeping, reason, author]);

  const write = async () => {
    setStep("writing");
    keeping.clearError();
    const probes = await suggest
      .mutateAsync({ params: { worldId: worldIdOf(modelId) }, input: { request } })
      .catch(() => null);
    if (!probes) return;
    run.start({
      cases: [{ request, ...probes }],
      methods: [{ method: METHOD, parameters: {} }],
      mode: "single",
      seed: 0,
    });
  };
  const undo = async () => {
    if (await keeping.undo()) setStep("undone");
  };

  return {
    phase: kept ? "written" : error ? "idle" : step,
    verdict: outcome?.verdict,
    kept,
    isUndoing: keeping.isUndoing,
    error,
    write: () => void write(),
    undo: () => void undo(),
  };
}
