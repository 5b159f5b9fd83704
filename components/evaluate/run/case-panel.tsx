"use client";

import { ChevronLeft, ChevronRight, Scissors, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button, ErrorNote, IconButton, SegmentedControl, Select, Skeleton } from "@/components/ui";
import { lifelongCase, type LifelongSummary } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { filledPrompt } from "@/lib/data";
import type { CaseScores } from "@/lib/eval";
import type { EvaluateView, UpdateEvaluate } from "../view";
import { CaseProbes } from "./case-probes";
import { KeepState } from "./keep-run";

interface CasePanelProps {
  run: LifelongSummary;
  /** Counted from one. */
  edit: number;
  /** Edits that are lost at the checkpoint that is looked at. */
  lost: readonly number[];
  /** What is known of this one there. */
  scores: CaseScores | undefined;
  view: EvaluateView;
  update: UpdateEvaluate;
  /** After how many edits the run can be kept without this one; absent when it cannot. */
  canKeep: number | undefined;
}

/** One edit of a run: its prompt and target, and what was said to each of its probes before and after. */
export function CasePanel({ run, edit, lost, scores, view, update, canKeep }: CasePanelProps) {
  const t = useEvaluateMessages().case;
  const answer = useQueryOf(
    lifelongCase,
    { params: { runId: run.id, edit: edit - 1 } },
    { staleTimeMs: 60_000, keepPrevious: true },
  );
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.scrollIntoView({ block: "nearest" });
  }, [edit]);
  const [isKeeping, setKeeping] = useState(false);

  const checkpoints = [
    ...new Set(answer.data?.probes.flatMap((probe) => probe.checkpoints.map(({ edits }) => edits))),
  ].sort((a, b) => a - b);
  const at = checkpoints.find((edits) => edits === view.at) ?? checkpoints.at(-1);
  const before = lost.findLast((other) => other < edit);
  const next = lost.find((other) => other > edit);
  const request = answer.data?.request;
  return (
    <section
      ref={panel}
      aria-labelledby="case-title"
      className="min-w-0 scroll-mt-20 rounded-lg border bg-raised p-5"
    >
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 id="case-title" className="text-xl break-words">
            {t.title(edit, request?.subject ?? "")}
          </h3>
          {request && (
            <p className="mt-1 font-mono text-sm break-words">
              {filledPrompt(request)} <span className="text-after">→ {request.targetNew}</span>
            </p>
          )}
          {scores?.replacedBy !== undefined ? (
            <p className="mt-1 text-sm text-warn">{t.replacedBy(scores.replacedBy + 1)}</p>
          ) : (
            scores?.took?.includes(view.protocol) === false && (
              <p className="mt-1 text-sm text-warn">{t.neverTook}</p>
            )
          )}
        </div>
        <div className="flex shrink-0 items-center">
          <IconButton
            label={t.previousLost}
            icon={<ChevronLeft />}
            disabled={before === undefined}
            onClick={() => update({ edit: before })}
          />
          <IconButton
            label={t.nextLost}
            icon={<ChevronRight />}
            disabled={next === undefined}
            onClick={() => update({ edit: next })}
          />
          <IconButton label={t.close} icon={<X />} onClick={() => update({ edit: undefined })} />
        </div>
      </div>
      {answer.error && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <Skeleton className="mt-4 h-40 w-full" />}
      {answer.data && (
        <>
          <div className="mt-4 mb-2 flex flex-wrap items-center gap-3">
            {checkpoints.length > 0 && (
              <Select
                aria-label={t.at}
                value={String(at)}
                onChange={(value) => update({ at: Number(value) })}
                options={checkpoints.map((edits) => ({ value: String(edits), label: t.after(edits) }))}
              />
            )}
            <SegmentedControl
              label={t.filter}
              size="sm"
              value={view.lost ? "lost" : "all"}
              onChange={(value) => update({ lost: value === "lost" })}
              options={[
                { value: "all", label: t.all },
                { value: "lost", label: t.onlyLost },
              ]}
            />
            {canKeep !== undefined && canKeep >= edit && (
              <Button size="sm" variant="quiet" icon={<Scissors />} onClick={() => setKeeping(true)}>
                {t.keepWithout}
              </Button>
            )}
          </div>
          {view.at !== undefined && at !== undefined && view.at !== at && (
            <p className="mb-2 text-xs text-warn">{t.notKept(view.at, at)}</p>
          )}
          <CaseProbes
            probes={answer.data.probes}
            at={at}
            protocol={view.protocol}
            onlyLost={view.lost}
            hasTaken={scores?.took?.includes(view.protocol) !== false}
            isReplaced={scores?.replacedBy !== undefined}
          />
        </>
      )}
      <KeepState
        run={run}
        at={isKeeping && canKeep !== undefined ? canKeep : null}
        without={[edit - 1]}
        onClose={() => setKeeping(false)}
      />
    </section>
  );
}
