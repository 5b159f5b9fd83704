"use client";

import { Ban, Clock, TriangleAlert } from "lucide-react";
import { PreflightNotes } from "@/components/edit/preflight/preflight-notes";
import { useLanguage, useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { ErrorNote, formatBytes, Skeleton, useDebounced } from "@/components/ui";
import { exampleCases, QUESTIONS, type PreflightReport } from "@/lib/api";
import type { JsonObject, PalimpsestError } from "@/lib/base";
import { useQueryOf } from "@/lib/client/queries/query";
import { worldIdOf } from "@/lib/data";

const DELAY_MS = 350;

interface PreflightState {
  /** Of one edit on the server. */
  readonly report: PreflightReport | undefined;
  readonly error: PalimpsestError | null;
}

/** What one edit of the method takes on the server, from metadata alone. */
export function usePreflightOf(method: string, parameters: JsonObject): PreflightState {
  const { modelId } = useWorkbench();
  const { language } = useLanguage();
  const examples = useQueryOf(exampleCases, { params: { worldId: worldIdOf(modelId) }, input: { language } });
  const entry = useDebounced({ method, parameters }, DELAY_MS);
  const cases = examples.data?.cases.slice(0, 1) ?? [];
  const answer = useQueryOf(
    QUESTIONS.preflight,
    { params: { modelId }, input: { cases, methods: [entry] } },
    { enabled: cases.length > 0, keepPrevious: true },
  );
  const isOf = entry.method === method && !answer.isPlaceholderData;
  return { report: isOf ? answer.data?.preflights[0] : undefined, error: answer.error ?? examples.error };
}

/** Time, memory and statistics of the whole run, and what stands in its way. */
export function RunPreflight({ report, error, steps }: PreflightState & { steps: number }) {
  const { edit, ui } = useMessages();
  const evaluate = useEvaluateMessages();
  const t = evaluate.start;
  if (error) return <ErrorNote error={error} />;
  if (!report) return <Skeleton className="h-20 w-full" />;
  const [low, high] = report.durationMs.map((ms, end) =>
    ui.duration(report.onceMs[end] + (ms - report.onceMs[end]) * steps),
  );
  const ahead = report.artifacts
    .filter(({ cached }) => !cached)
    .reduce((sum, one) => sum + one.durationMs, 0);
  return (
    <section aria-label={edit.preflight.label} className="rounded-lg bg-sunken px-4 py-3 text-sm">
      <p className="flex items-start gap-2">
        <Clock aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
        <span>{t.estimate(low, high, formatBytes(report.memoryBytes))}</span>
      </p>
      {ahead > 0 && <p className="mt-1 pl-6 text-xs text-soft">{t.ahead(ui.duration(ahead))}</p>}
      <PreflightNotes
        label={t.warnings}
        notes={report.warnings}
        icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-warn"
      />
      <PreflightNotes
        label={t.blockers}
        notes={report.blockers}
        icon={<Ban aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-danger"
      />
    </section>
  );
}
