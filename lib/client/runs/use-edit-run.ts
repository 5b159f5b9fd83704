"use client";

/** The edit run of the page. Its job is in the address, so it survives a reload and can be sent to somebody else. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { z } from "zod";
import { because, parseInput, PalimpsestError } from "../../base";
import { EditJobInput } from "../../store";
import { invalidate } from "../queries/invalidate";
import { isFinished } from "../queries/job-stream";
import { defineView, useViewState } from "../view-state";
import { useRuns, type ModelHostTarget } from "./runs-context";
import { ARTIFACT_QUERIES } from "./use-prepare-run";
import { useRun, type Run } from "./use-run";

/** What a person chose; the model and its version are those that are checked out. */
type EditRunInput = Omit<z.input<typeof EditJobInput>, "model" | "version">;

export interface EditRun extends Omit<Run<"edit">, "start" | "pause" | "resume"> {
  /** The version that was edited: Keep expects it to be the head still. */
  readonly versionId?: string;
  start(input: EditRunInput): void;
}

const jobView = defineView(z.object({ job: z.string().startsWith("job_").optional() }));

export function useEditRun(): EditRun {
  const { target } = useRuns();
  const [{ job }, setView] = useViewState(jobView);
  const onJob = useCallback((next: string | undefined) => setView({ job: next }), [setView]);
  const {
    start: startRun,
    pause: _,
    resume: __,
    ...run
  } = useRun("edit", { jobId: job, onJob, page: "edit" });
  const start = useCallback(
    (chosen: EditRunInput) => startRun(() => inputOf(target, chosen)),
    [startRun, target],
  );
  const versionId = run.input?.version;

  // A run that ended may have made statistics, which are listed now and which a preflight finds. One that begins has made
  // none, and giving up what the tab's worker computes then could end the run with it.
  const client = useQueryClient();
  const before = useRef(run.status);
  useEffect(() => {
    if (before.current === run.status) return;
    before.current = run.status;
    if (run.status === "idle" || !isFinished(run.status)) return;
    void invalidate(client, ...ARTIFACT_QUERIES);
  }, [client, run.status]);
  return { ...run, versionId, start };
}

function inputOf({ modelId: model, versionId: version }: ModelHostTarget, chosen: EditRunInput) {
  if (!version) {
    throw new PalimpsestError(
      "conflict",
      "The model's versions have not been read yet, so there is nothing to edit.",
      {
        hint: "Wait a moment and run it again.",
        details: because("notReady"),
      },
    );
  }
  return parseInput(EditJobInput, { ...chosen, model, version });
}
