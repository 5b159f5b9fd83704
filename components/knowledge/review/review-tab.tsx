"use client";

import { RoleButton } from "@/components/accounts/roles/role-button";
import { useLanguage } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, formatTime, Skeleton } from "@/components/ui";
import { declinePlan, type WaitingPlan } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useOpenCard } from "../view";
import { ContradictionsTab } from "./contradictions-tab";
import { PolicyForm } from "./policy-form";

/** What waits for a person: plans for a second one, contradictions for anybody, and what the graph asks of plans. */
export function ReviewTab() {
  const t = useKnowledgeMessages().review;
  const { data } = useGraph();
  if (data === undefined) return <Skeleton className="h-40 w-full" />;
  return (
    <div className="flex flex-col gap-8">
      <section aria-label={t.waiting}>
        <h3 className="mb-2 text-lg">{t.waiting}</h3>
        {data.waiting.length === 0 ? (
          <p className="text-sm text-soft">{t.waitingNone}</p>
        ) : (
          <ol className="border-t">
            {data.waiting.map((proposal) => (
              <Waiting key={proposal.sequence} proposal={proposal} />
            ))}
          </ol>
        )}
      </section>
      <section aria-label={t.contradictions}>
        <h3 className="mb-2 text-lg">{t.contradictions}</h3>
        <ContradictionsTab />
      </section>
      <PolicyForm key={JSON.stringify(data.policy)} policy={data.policy} />
    </div>
  );
}

function Waiting({ proposal }: { proposal: WaitingPlan }) {
  const { review: t, plans } = useKnowledgeMessages();
  const { language } = useLanguage();
  const { author } = useWorkbench();
  const { graphId, data } = useGraph();
  const words = useWording(data?.names);
  const open = useOpenCard();
  const declining = useActionOf(declinePlan);
  const { sequence, sentence, statements, version, at } = proposal;
  return (
    <li className="flex flex-col gap-2 border-b py-3">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p>{sentence ?? statements.map((one) => words.sentence(one)).join("; ")}</p>
          <p className="text-xs text-faint">
            {t.asked(proposal.author || plans.nobody, formatTime(at, language))}
            {version !== undefined && ` · ${t.quarantine}`}
          </p>
        </div>
        <span className="flex gap-2">
          <Button size="sm" variant="primary" onClick={() => open({ wait: sequence })}>
            {t.look}
          </Button>
          <RoleButton
            operation="knowledge.decline"
            isOneOfMany
            size="sm"
            pending={declining.isPending}
            onClick={() => declining.mutate({ params: { graphId }, input: { proposal: sequence, author } })}
          >
            {t.decline}
          </RoleButton>
        </span>
      </div>
      {declining.error && <ErrorNote error={declining.error} />}
    </li>
  );
}
