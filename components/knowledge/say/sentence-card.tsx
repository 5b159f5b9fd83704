"use client";

import type { ReactNode } from "react";
import { useLanguage } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Badge, Card, ErrorNote, formatPercent, formatTime, Skeleton } from "@/components/ui";
import { interpretSentence } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { Interpretation } from "@/lib/knowledge/schemas";
import { DoneCard } from "../plan/done-card";
import { PlanCard } from "../plan/plan-card";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState } from "../view";
import { MarkedSentence } from "./marked-sentence";
import { QueryCard } from "./query-card";
import { RollbackCard } from "./rollback-card";
import { StatementForm } from "./statement-form";

/** What was said, how it was understood, and what comes of it. */
export function SentenceCard() {
  const [{ q, s, n, r, form, done, wait }] = useKnowledgeState();
  const { graphId } = useGraph();
  const words = useKnowledgeMessages();
  const t = words.card;
  const isSaid = q !== "" && s === undefined && form === undefined;
  const answer = useQueryOf(
    interpretSentence,
    { params: { graphId }, input: { sentence: q } },
    { enabled: isSaid && done === undefined && wait === undefined },
  );

  if (done !== undefined)
    return (
      <Sheet title={q}>
        <DoneCard sequence={done} />
      </Sheet>
    );
  if (wait !== undefined) return <WaitingCard key={wait} sequence={wait} />;
  if (s !== undefined)
    return (
      <Sheet title={q} aside={q !== "" && <Badge>{t.byHand}</Badge>}>
        <PlanCard sentence={q} statements={s} entities={n} relations={r} />
      </Sheet>
    );
  if (form !== undefined)
    return (
      <Sheet title={words.form.correct}>
        <StatementForm sentence={q} draft={form} readings={[]} />
      </Sheet>
    );
  if (answer.error) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined)
    return (
      <div role="status" aria-label={t.reading}>
        <Skeleton className="h-40 w-full" />
      </div>
    );
  const { interpretation, names } = answer.data;
  const { intent, confidence, readings, alternatives } = interpretation;
  const shown = readings.length > 0 ? readings : alternatives.slice(0, 1);
  return (
    <Sheet
      title={<MarkedSentence sentence={q} readings={shown} />}
      aside={
        <span className="flex items-center gap-2">
          <Badge tone={isPlanned(interpretation) ? "accent" : "neutral"}>{t.intents[intent]}</Badge>
          {intent !== "unknown" && (
            <span className="numeric text-xs">{t.confidence(formatPercent(confidence))}</span>
          )}
        </span>
      }
    >
      <Understood sentence={q} interpretation={interpretation} names={names} />
    </Sheet>
  );
}

const isPlanned = ({ statements }: Interpretation) => statements.length > 0;

interface UnderstoodProps {
  sentence: string;
  interpretation: Interpretation;
  names: Parameters<typeof useWording>[0];
}

function Understood({ sentence, interpretation, names }: UnderstoodProps) {
  const words = useWording(names);
  const { intent, statements, rollback, readings, alternatives } = interpretation;
  if (statements.length > 0) return <PlanCard sentence={sentence} statements={statements} />;
  if (rollback !== undefined) return <RollbackCard rollback={rollback} />;
  const [asked] = readings;
  if (intent === "query" && asked?.subject.entity !== undefined)
    return <QueryCard subject={asked.subject.entity} relation={asked.relation} />;
  const possible = [...readings, ...alternatives];
  const [first] = possible;
  const textOf = (filler: { entity?: string; text: string } | undefined) =>
    filler?.entity === undefined ? (filler?.text ?? "") : words.name(filler.entity);
  const draft = {
    relation: first?.relation ?? "",
    subject: textOf(first?.subject),
    object: textOf(first?.object),
  };
  return <StatementForm sentence={sentence} draft={draft} readings={possible} names={names} />;
}

/** A plan that waits, as the second person sees it. */
function WaitingCard({ sequence }: { sequence: number }) {
  const { review: t, plans } = useKnowledgeMessages();
  const { language } = useLanguage();
  const { data } = useGraph();
  const words = useWording(data?.names);
  const { author } = useWorkbench();
  if (data === undefined) return <Skeleton className="h-40 w-full" />;
  const waiting = data.waiting.find((one) => one.sequence === sequence);
  if (waiting === undefined) return <p className="text-soft">{t.gone}</p>;
  const { sentence = "", statements, entities, relations, author: asker, at } = waiting;
  const isSame = author.trim().toLowerCase() === asker.trim().toLowerCase();
  return (
    <Sheet
      title={sentence || statements.map((one) => words.sentence(one)).join("; ")}
      aside={<Badge tone="warn">{t.waiting}</Badge>}
    >
      <p className="mb-4 text-sm text-soft">
        {t.asked(asker || plans.nobody, formatTime(at, language))} {isSame ? t.same : t.second}
      </p>
      <PlanCard
        sentence={sentence}
        statements={statements}
        entities={entities}
        relations={relations}
        waiting={waiting}
      />
    </Sheet>
  );
}

interface SheetProps {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

function Sheet({ title, aside, children }: SheetProps) {
  const t = useKnowledgeMessages().card;
  return (
    <Card title={title || t.byHand} aside={aside} level={3}>
      {children}
    </Card>
  );
}
