"use client";

import { ListChecks } from "lucide-react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { PrepareProgress } from "@/components/library/statistics/prepare-progress";
import { useLanguage, useMessages } from "@/components/messages";
import { ErrorNote, formatCount } from "@/components/ui";
import { usePrepareRun } from "@/lib/client/runs/use-prepare-run";
import type { KnownFacts } from "./use-known-facts";

/** Offers to ask a model for the facts that it knows; nothing for one whose facts are there. */
export function FactsOffer({ facts }: { facts: KnownFacts }) {
  const { edit, ui } = useMessages();
  const t = edit.facts;
  const { language } = useLanguage();
  const run = usePrepareRun();
  const isBusy = run.status === "queued" || run.status === "running" || run.status === "paused";
  if (facts.error) return <ErrorNote error={facts.error} onRetry={facts.refetch} />;
  if (facts.status !== "unasked") return null;
  const [low, high] = facts.durationMs.map(ui.duration);
  return (
    <section aria-label={t.title} className="mb-5 flex flex-col items-start gap-3 rounded-lg bg-sunken p-4">
      <div>
        <h3 className="text-sm font-medium">{t.title}</h3>
        <p className="mt-1 text-sm text-soft">{t.detail}</p>
      </div>
      {!isBusy && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <RoleButton
            operation="jobs.start"
            size="sm"
            icon={<ListChecks />}
            onClick={() => run.start({ methods: [], facts: true })}
          >
            {t.ask}
          </RoleButton>
          <p className="text-xs text-faint">{t.takes(formatCount(facts.questions, language), low, high)}</p>
        </div>
      )}
      <PrepareProgress run={run} />
    </section>
  );
}
