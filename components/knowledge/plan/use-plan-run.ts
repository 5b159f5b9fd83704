"use client";

/** The run that teaches a plan to the checked-out version, by one method, in the tab or on the server. */
import { useCallback, useState } from "react";
import { shortList } from "@/components/edit/methods/recommended";
import { fallbacksOf } from "@/components/edit/methods/use-method-choice";
import { isSameEdits } from "@/components/edit/preflight/readiness";
import { usePreflight } from "@/components/edit/composer/use-model-queries";
import { useWorkbench } from "@/components/shell/workbench";
import { catalog, type MethodCard } from "@/lib/api";
import { parseInput } from "@/lib/base";
import { useQueryOf } from "@/lib/client/queries/query";
import { useRun } from "@/lib/client/runs/use-run";
import type { EditCase } from "@/lib/data";
import { EditJobInput } from "@/lib/store";
import { useKnowledgeState } from "../view";

/** Catalogs change only with the installation. */
const CATALOG_STALE_MS = 600_000;
const NONE: readonly MethodCard[] = [];

export function usePlanRun(cases: readonly EditCase[]) {
  const { modelId, head } = useWorkbench();
  const [{ job }, update] = useKnowledgeState();
  const [chosen, setMethod] = useState<string>();
  const methods = useQueryOf(catalog, { input: { model: modelId } }, { staleTimeMs: CATALOG_STALE_MS });
  const onJob = useCallback((next: string | undefined) => update({ job: next }), [update]);
  const run = useRun("edit", { jobId: job, onJob });

  const isBatch = cases.length > 1;
  const all = (methods.data?.methods ?? NONE).filter(({ traits }) => traits.batch || !isBatch);
  const { recommended } = shortList(all, []);
  const cards = [...recommended, ...all.filter((card) => !recommended.includes(card))];
  const entryOf = (card: MethodCard) => ({ method: card.id, parameters: fallbacksOf(card) });
  const preflight = usePreflight(cases, cards.map(entryOf));
  const options = cards.map((card) => {
    const report = preflight.reportOf(entryOf(card));
    return { card, report, isBlocked: (report?.blockers.length ?? 0) > 0 };
  });
  const ran = run.input?.methods[0]?.method;
  const choice =
    options.find(({ card }) => card.id === (chosen ?? ran)) ??
    options.find(({ isBlocked }) => !isBlocked) ??
    options.at(0);

  const isRunning = run.status === "queued" || run.status === "running";
  const canRun = choice !== undefined && !choice.isBlocked && head !== undefined && !isRunning;
  const start = () => {
    if (!canRun) return;
    run.start(() =>
      parseInput(EditJobInput, {
        cases,
        methods: [entryOf(choice.card)],
        mode: isBatch ? "batch" : "single",
        seed: 0,
        model: modelId,
        version: head.id,
      }),
    );
  };
  return {
    run,
    options,
    choice,
    setMethod,
    preflight,
    error: methods.error,
    refetch: methods.refetch,
    isRunning,
    canRun,
    start,
    outcome: run.output?.outcomes.at(0),
    /** Whether what ran is what the plan would teach now. */
    isStale:
      run.input !== undefined &&
      !isSameEdits(
        run.input.cases.map(({ request }) => request),
        cases.map(({ request }) => request),
      ),
    hasMoved: run.input !== undefined && head !== undefined && run.input.version !== head.id,
  };
}
