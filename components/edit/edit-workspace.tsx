"use client";

/** The Edit page: composer, method and preflight, verdict. The one place here that knows where data comes from. */
import dynamic from "next/dynamic";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useRefusal } from "@/components/accounts/roles/use-refusal";
import { preloadCharts } from "@/components/charts";
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { useLanguage, useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { ErrorNote } from "@/components/ui";
import { catalog, exampleCases } from "@/lib/api";
import { filledPrompt, worldIdOf, writtenFor, type EditCase } from "@/lib/data";
import { useQueryOf } from "@/lib/client/queries/query";
import { useModelHost } from "@/lib/client/use-model-host";
import { useEditRun } from "@/lib/client/runs/use-edit-run";
import { useViewState } from "@/lib/client/view-state";
import { Composer } from "./composer/composer";
import { caseOf, requestOf } from "./composer/draft";
import { EDIT_COLUMNS, EditSkeleton } from "./edit-skeleton";
import { MethodPicker } from "./methods/method-picker";
import { PreflightCard } from "./preflight/preflight-card";
import { isSameEdits, obstacleOf } from "./preflight/readiness";
import { RunBar } from "./run/run-bar";
import { usePreflight, useSaysAllAlready, useSaysAlready } from "./composer/use-model-queries";
import { useEditDrafts } from "./composer/use-edit-drafts";
import { useMethodChoice } from "./methods/use-method-choice";
import { useRecentMethods } from "./methods/use-recent-methods";
import { preloadVerdict, Verdict } from "./verdict/verdict";
import { editView } from "./view-state";

// The embedded model has nothing to offer.
const FactsOffer = dynamic(() => import("@/components/facts/facts-offer").then((file) => file.FactsOffer), {
  ssr: false,
});

// Below the first screen.
const ComposerProbes = dynamic(
  () => import("./composer/probes/composer-probes").then((file) => file.ComposerProbes),
  { ssr: false, loading: () => <div className="min-h-72" /> },
);

const NONE = [] as const;
/** Catalogs change only with the installation. */
const CATALOG_STALE_MS = 600_000;

export function EditWorkspace() {
  const messages = useMessages();
  const { language } = useLanguage();
  const t = messages.edit;
  const { modelId, head, isLoading, error: workbenchError, retry } = useWorkbench();
  const noRun = useRefusal("jobs.start");
  const [, update] = useViewState(editView);
  const modelHost = useModelHost();
  const run = useEditRun();
  const methods = useQueryOf(catalog, { input: { model: modelId } }, { staleTimeMs: CATALOG_STALE_MS });
  const facts = useKnownFacts();
  const examples = useQueryOf(
    exampleCases,
    { params: { worldId: worldIdOf(modelId) }, input: { language, known: facts.known && [...facts.known] } },
    { enabled: facts.isUsable, staleTimeMs: CATALOG_STALE_MS },
  );
  const cases = useMemo(
    () =>
      examples.data?.cases.map((one) => ({ ...one, writtenFor: writtenFor(one.request, modelId) })) ?? NONE,
    [examples.data, modelId],
  );
  const edits = useEditDrafts(cases[0], run.input?.cases);
  const choice = useMethodChoice(methods.data?.methods ?? NONE);
  const [recent, addRecent] = useRecentMethods();
  const [showFaults, setShowFaults] = useState(false);
  const verdict = useRef<HTMLElement>(null);

  const written = useMemo(
    () => edits.drafts.flatMap((draft, index) => caseOf(draft, idOf(index)) ?? []),
    [edits.drafts],
  );
  const idle = choice.cards.filter((card) => !choice.isChosen(card.id));
  const entries = choice.chosen.filter((entry) => !choice.hasFault(entry));
  const preflight = usePreflight(written, [
    ...idle.map((card) => ({ method: card.id, parameters: choice.fallbacksOf(card) })),
    ...entries.map((entry) => ({ method: entry.card.id, parameters: choice.parametersOf(entry) })),
    ...(choice.sweep && !choice.sweep.fault ? choice.runs : NONE),
  ]);
  const blockersOf = (method: string): readonly string[] => {
    const card = choice.cards.find(({ id }) => id === method);
    if (!card) return NONE;
    if (edits.mode === "batch" && !card.traits.batch) return [t.methods.noBatch];
    if (edits.mode === "sequential" && !card.traits.sequential) return [t.methods.noSequential];
    const asked = choice.chosen.filter((entry) => entry.card === card).map(choice.parametersOf);
    const settings = asked.length > 0 ? asked : [choice.fallbacksOf(card)];
    const blockers = settings.flatMap(
      (parameters) => preflight.reportOf({ method, parameters })?.blockers ?? NONE,
    );
    return [...new Set(blockers)];
  };
  const reports = choice.runs.map((entry) => preflight.reportOf(entry));
  const rows = reports.flatMap((report, index) => (report ? [{ name: choice.runNames[index], report }] : []));
  const chips = choice.runs.map((_, index) => ({
    name: choice.runNames[index],
    durationMs: reports[index]?.durationMs,
    ...(!choice.sweep && { onRemove: () => choice.remove(choice.chosen[index].index) }),
  }));
  const only = edits.mode === "single" ? requestOf(edits.drafts[0], idOf(0)) : null;
  const listed = useMemo(
    () => (edits.mode === "single" ? NONE : written.map(({ request }) => request)),
    [edits.mode, written],
  );
  const isAllSaid = useSaysAllAlready(listed);
  const isSaid = useSaysAlready(only ? filledPrompt(only) : "", only?.targetNew ?? "", only?.form);

  const running = choice.sweep ? [choice.sweep.card] : choice.chosen.map(({ card }) => card);
  const blocked = running.find((card) => blockersOf(card.id).length > 0);
  const faulty = choice.chosen.find((entry) => running.includes(entry.card) && choice.hasFault(entry));
  const obstacle = obstacleOf(t.run, {
    missing: edits.drafts.length - written.length,
    said: isSaid ? only?.targetNew : undefined,
    saidAll: isAllSaid ? listed.length : 0,
    hasRuns: choice.runs.length > 0 || choice.sweep !== null,
    badSweep: choice.sweep?.fault != null,
    faulty: faulty?.card.name,
    blocked: blocked?.name,
    isReady: modelHost.status === "ready" && head !== undefined,
  });
  const ran = run.input?.cases;
  const isStale = useMemo(
    () =>
      ran !== undefined &&
      !isSameEdits(
        ran.map(({ request }) => request),
        written.map(({ request }) => request),
      ),
    [ran, written],
  );
  const isRunning = run.status === "queued" || run.status === "running";

  const start = useCallback(() => {
    setShowFaults(true);
    if (obstacle !== null || isRunning) return;
    // Which entry was looked at says nothing about the next run.
    update({ shown: undefined, sort: undefined });
    run.start({
      cases: written,
      methods: [...choice.runs],
      mode: edits.mode,
      seed: 0,
    });
    addRecent([...new Set(choice.runs.map(({ method }) => method))]);
    // What comes next is read in the verdict, which may be below what was pressed or above what is seen.
    const top = verdict.current?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > innerHeight / 2) verdict.current?.scrollIntoView({ block: "start" });
    verdict.current?.focus({ preventScroll: true });
  }, [obstacle, isRunning, run, edits, written, choice, update, addRecent]);

  useEffect(() => {
    preloadCharts();
    preloadVerdict();
  }, []);

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

  const again = (entry: number) => {
    const { input } = run;
    if (input) run.start({ ...input, methods: [input.methods[entry]] });
  };
  /** A list is written in a batch where its methods can, else one edit after another. */
  const load = (list: readonly EditCase[]) => {
    edits.load(list);
    if (list.length > 1 && edits.how === "batch" && running.some(({ traits }) => !traits.batch))
      edits.setHow("sequential");
  };

  if (workbenchError) return <ErrorNote error={workbenchError} onRetry={retry} />;
  if (methods.error) return <ErrorNote error={methods.error} onRetry={() => void methods.refetch()} />;
  if (methods.isPending || isLoading || examples.isLoading) return <EditSkeleton />;

  return (
    <div className={EDIT_COLUMNS}>
      <section aria-labelledby="composer-title" className="min-w-0">
        <h2 id="composer-title" className="mb-4 border-b border-rule-strong pb-2 text-xl">
          {t.composer.title}
        </h2>
        {examples.error && <ErrorNote error={examples.error} onRetry={() => void examples.refetch()} />}
        {(facts.error || facts.status === "unasked") && <FactsOffer facts={facts} />}
        <Composer edits={edits} examples={cases} showFaults={showFaults} onLoad={load} />
      </section>
      {/* One column has no cell for this section, so that the Run bar can stick below all of the page. */}
      <section aria-labelledby="method-title" className="min-w-0 max-lg:contents lg:row-span-2">
        <h2 id="method-title" className="border-b border-rule-strong pb-2 text-xl max-lg:-mb-4 lg:mb-4">
          {t.methods.title}
        </h2>
        <RunBar
          run={run}
          chips={chips}
          isEstimateCurrent={preflight.isCurrent}
          label={
            choice.sweep
              ? t.run.runSweep(choice.runs.length)
              : choice.runs.length > 1
                ? t.run.runSeveral(choice.runs.length)
                : t.run.run
          }
          obstacle={obstacle}
          refusal={noRun}
          onRun={start}
        />
        <div className="flex min-w-0 flex-col gap-4 lg:mt-4">
          <PreflightCard
            rows={rows}
            hasRuns={choice.runs.length > 0}
            hasRequests={written.length > 0}
            isCurrent={preflight.isCurrent}
            place={modelHost.backend}
            error={preflight.error}
            onRetry={() => void preflight.refetch()}
          />
          <MethodPicker choice={choice} recent={recent} blockersOf={blockersOf} />
        </div>
      </section>
      <div className="min-w-0 lg:col-start-1">
        <ComposerProbes edits={edits} />
      </div>
      <section
        ref={verdict}
        aria-labelledby="verdict-title"
        tabIndex={-1}
        className="min-w-0 scroll-mt-20 outline-none lg:col-span-2 xl:col-span-1 xl:col-start-3 xl:row-span-2 xl:row-start-1"
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
    </div>
  );
}

function idOf(index: number): string {
  return `edit-${index + 1}`;
}
