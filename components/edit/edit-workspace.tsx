"use client";

/** The Edit page: composer, method and preflight, verdict. The one place here that knows where data comes from. */
import { useCallback, useEffect, useRef, useState } from "react";
import { preloadCharts } from "@/components/charts";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { ErrorNote } from "@/components/ui";
import { catalog, exampleCases } from "@/lib/api";
import { canonicalJson } from "@/lib/base";
import { useQueryOf } from "@/lib/client/query";
import { useBench } from "@/lib/client/use-bench";
import { useEditRun } from "@/lib/client/use-edit-run";
import { Composer } from "./composer";
import { caseOf, requestOf } from "./draft";
import { EDIT_COLUMNS, EditSkeleton } from "./edit-skeleton";
import { MethodPicker } from "./method-picker";
import { PreflightCard } from "./preflight-card";
import { RunBar } from "./run-bar";
import { usePreflight } from "./use-bench-queries";
import { useEditDrafts } from "./use-edit-drafts";
import { useMethodChoice } from "./use-method-choice";
import { Verdict } from "./verdict";

const NONE = [] as const;
/** Catalogs change only with the installation. */
const CATALOG_STALE_MS = 600_000;

export function EditWorkspace() {
  const messages = useMessages();
  const t = messages.edit;
  const { modelId, head, error: workbenchError, retry } = useWorkbench();
  const bench = useBench();
  const run = useEditRun();
  const methods = useQueryOf(catalog, {}, { staleTimeMs: CATALOG_STALE_MS });
  const examples = useQueryOf(exampleCases, {}, { staleTimeMs: CATALOG_STALE_MS });
  const cases = examples.data?.cases ?? NONE;
  const edits = useEditDrafts(cases[0]);
  const choice = useMethodChoice(methods.data?.methods ?? NONE, modelId);
  const [showFaults, setShowFaults] = useState(false);
  const verdict = useRef<HTMLElement>(null);

  const requests = edits.drafts.flatMap((draft, index) => requestOf(draft, idOf(index)) ?? []);
  const preflight = usePreflight(
    requests,
    choice.cards
      .filter((card) => !choice.hasFault(card))
      .map((card) => ({ method: card.id, parameters: choice.parametersOf(card) })),
  );
  const blockersOf = (method: string): readonly string[] => {
    const card = choice.cards.find(({ id }) => id === method);
    const reported = preflight.data?.find((report) => report.method === method)?.blockers ?? NONE;
    if (reported.length > 0) return reported;
    if (card && edits.mode === "batch" && !card.traits.batch) return [t.methods.noBatch];
    return card && edits.mode === "sequential" && !card.traits.sequential ? [t.methods.noSequential] : NONE;
  };

  const missing = edits.drafts.length - requests.length;
  const blocked = choice.chosen.find((card) => blockersOf(card.id).length > 0);
  const faulty = choice.chosen.find((card) => choice.hasFault(card));
  const obstacle =
    missing > 0
      ? t.run.faults(missing)
      : choice.chosen.length === 0
        ? t.run.noMethod
        : faulty
          ? t.run.badParameters(faulty.name)
          : blocked
            ? t.run.blocked(blocked.name)
            : bench.status !== "ready" || !head
              ? t.run.notReady
              : null;
  const isStale =
    run.input !== undefined &&
    canonicalJson(run.input.cases.map((item) => item.request)) !== canonicalJson(requests);
  const isRunning = run.status === "queued" || run.status === "running";

  const start = useCallback(() => {
    setShowFaults(true);
    if (obstacle !== null || isRunning) return;
    run.start({
      cases: edits.drafts.flatMap((draft, index) => caseOf(draft, idOf(index)) ?? []),
      methods: choice.chosen.map((card) => ({ method: card.id, parameters: choice.parametersOf(card) })),
      mode: edits.mode,
      seed: 0,
    });
    // Where columns are stacked, the verdict is below what was just pressed.
    if (window.matchMedia("(width < 80rem)").matches) verdict.current?.scrollIntoView({ block: "start" });
  }, [obstacle, isRunning, run, edits, choice]);

  useEffect(preloadCharts, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      // A dialog has a main action of its own.
      if (event.target instanceof Element && event.target.closest("[role=dialog]")) return;
      event.preventDefault();
      start();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [start]);

  const again = (method: string) => {
    const { input } = run;
    if (!input) return;
    run.start({ ...input, methods: input.methods.filter((entry) => entry.method === method) });
  };

  if (workbenchError) return <ErrorNote error={workbenchError} onRetry={retry} />;
  if (methods.error) return <ErrorNote error={methods.error} onRetry={() => void methods.refetch()} />;
  if (methods.isPending || examples.isPending) return <EditSkeleton />;

  return (
    <div className={EDIT_COLUMNS}>
      <section aria-labelledby="composer-title" className="min-w-0">
        <h2 id="composer-title" className="mb-4 border-b border-rule-strong pb-2 text-xl">
          {t.composer.title}
        </h2>
        {examples.error && <ErrorNote error={examples.error} onRetry={() => void examples.refetch()} />}
        <Composer edits={edits} examples={cases} showFaults={showFaults} />
      </section>
      <section aria-labelledby="method-title" className="min-w-0 lg:col-start-2 lg:row-start-1 lg:pb-32">
        <h2 id="method-title" className="mb-4 border-b border-rule-strong pb-2 text-xl">
          {t.methods.title}
        </h2>
        <div className="flex flex-col gap-5">
          <MethodPicker choice={choice} modelId={modelId} blockersOf={blockersOf} />
          <PreflightCard
            choice={choice}
            reports={preflight.data}
            hasRequests={requests.length > 0}
            error={preflight.error}
            onRetry={() => void preflight.refetch()}
          />
        </div>
      </section>
      <section
        ref={verdict}
        aria-labelledby="verdict-title"
        className="min-w-0 scroll-mt-20 lg:col-span-2 xl:col-span-1"
      >
        <h2 id="verdict-title" className="mb-4 border-b border-rule-strong pb-2 text-xl">
          {t.verdict.title}
        </h2>
        <Verdict
          run={run}
          choice={choice}
          isStale={isStale}
          onRun={start}
          onAgain={again}
          onToComposer={() => run.input && edits.load(run.input.cases)}
        />
      </section>
      <RunBar run={run} methodCount={choice.chosen.length} obstacle={obstacle} onRun={start} />
    </div>
  );
}

function idOf(index: number): string {
  return `edit-${index + 1}`;
}
