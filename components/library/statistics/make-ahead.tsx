"use client";

import { useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useLanguage, useMessages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { useWorkbench } from "@/components/shell/workbench";
import {
  Checkbox,
  EmptyNote,
  ErrorNote,
  Field,
  formatCount,
  formatPercent,
  Select,
  Skeleton,
} from "@/components/ui";
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { usePrepareRun, type PrepareRun } from "@/lib/client/runs/use-prepare-run";
import { PrepareProgress } from "./prepare-progress";
import { useNeeds, waitMs, type Need } from "./use-needs";

/** Makes what methods need: choose the model and the methods, see what is there, start. */
export function MakeAhead() {
  const words = useMessages();
  const { statistics } = useLibraryMessages();
  const t = statistics.compute;
  const { language } = useLanguage();
  const { modelId, models, setModel } = useWorkbench();
  const needs = useNeeds();
  const facts = useKnownFacts();
  const run = usePrepareRun();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [asksFacts, setAsksFacts] = useState(false);
  const isBusy = run.status === "queued" || run.status === "running" || run.status === "paused";

  const toggle = (method: string) => (isChosen: boolean) =>
    setChosen((before) => (isChosen ? [...before, method] : before.filter((other) => other !== method)));
  return (
    <section aria-labelledby="make-ahead" className="min-w-0 self-start lg:border-l lg:pl-8">
      <h2 id="make-ahead" className="text-xl">
        {t.title}
      </h2>
      <p className="mt-2 mb-5 text-sm text-soft">{t.detail}</p>
      <div className="flex flex-col gap-5">
        <Field label={t.model}>
          {(control) => (
            <Select
              {...control}
              value={modelId}
              onChange={setModel}
              disabled={isBusy}
              options={models.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Field>
        {facts.status === "unasked" && (
          <Checkbox
            label={t.facts.label}
            hint={t.facts.hint(
              formatCount(facts.questions, language),
              words.ui.duration(facts.durationMs[0]),
              words.ui.duration(facts.durationMs[1]),
            )}
            checked={asksFacts}
            disabled={isBusy}
            onChange={setAsksFacts}
          />
        )}
        {facts.status === "asked" && (
          <p className="text-sm text-soft">
            {t.facts.asked(
              formatCount(facts.known?.length ?? 0, language),
              formatCount(facts.questions, language),
            )}
          </p>
        )}
        {needs.error && <ErrorNote error={needs.error} onRetry={needs.refetch} />}
        {!needs.error && !needs.list && <NeedsSkeleton label={t.loading} />}
        {needs.list?.length === 0 && <EmptyNote title={t.none} />}
        {needs.list && needs.list.length > 0 && (
          <fieldset disabled={isBusy} className="flex min-w-0 flex-col gap-3">
            <legend className="mb-2 text-sm font-medium text-ink">{t.methods}</legend>
            {needs.list.map((need) => (
              <Checkbox
                key={need.method}
                label={need.name}
                hint={<NeedHint need={need} />}
                checked={chosen.includes(need.method)}
                disabled={isBusy}
                onChange={toggle(need.method)}
              />
            ))}
          </fieldset>
        )}
        {needs.list && !isBusy && (
          <Start
            needs={needs.list}
            chosen={chosen}
            factsMs={asksFacts && facts.status === "unasked" ? facts.durationMs[1] : 0}
            onStart={run.start}
          />
        )}
        <PrepareProgress run={run} />
      </div>
    </section>
  );
}

function NeedHint({ need }: { need: Need }) {
  const words = useMessages();
  const { statistics } = useLibraryMessages();
  const { compute: t } = statistics;
  return need.artifacts.map(({ what, cached, durationMs, error }) => (
    <span key={what} className="block">
      {cached
        ? t.found(words.edit.core(what)) +
          (error === undefined ? "" : words.edit.preflight.withError(formatPercent(error)))
        : t.needed(words.edit.core(what), words.ui.duration(durationMs))}
    </span>
  ));
}

interface StartProps {
  needs: readonly Need[];
  chosen: readonly string[];
  /** Of asking for facts; zero where they are not asked for. */
  factsMs: number;
  onStart: PrepareRun["start"];
}

function Start({ needs, chosen, factsMs, onStart }: StartProps) {
  const { ui } = useMessages();
  const { statistics } = useLibraryMessages();
  const t = statistics.compute;
  const durationMs = waitMs(needs, chosen) + factsMs;
  const note =
    chosen.length === 0 && factsMs === 0
      ? t.choose
      : durationMs === 0
        ? t.ready
        : t.total(ui.duration(durationMs));
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <RoleButton
        operation="jobs.start"
        variant="primary"
        disabled={durationMs === 0}
        onClick={() =>
          onStart({ methods: chosen.map((method) => ({ method, parameters: {} })), facts: factsMs > 0 })
        }
      >
        {t.start}
      </RoleButton>
      <p className="text-sm text-soft">{note}</p>
    </div>
  );
}

function NeedsSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-3">
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-10 w-4/5" />
    </div>
  );
}
