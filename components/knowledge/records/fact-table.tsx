"use client";

import { Ellipsis } from "lucide-react";
import { useLanguage } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { DataTable, ErrorNote, formatTime, IconButton, Menu, toast } from "@/components/ui";
import { setGraphPolicy, type ShownFact } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useGraph } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useUndo } from "../use-undo";
import { useKnowledgeState, useOpenCard } from "../view";
import type { Wording } from "../words";

interface FactTableProps {
  facts: readonly ShownFact[];
  words: Wording;
  empty: string;
}

/** What can be done with a fact: withdraw it by a plan, undo the plans that made it so, protect it. */
function FactMenu({ fact, words }: { fact: ShownFact; words: Wording }) {
  const { facts: t, rollback, review, contradictions } = useKnowledgeMessages();
  const { graphId, data } = useGraph();
  const { author } = useWorkbench();
  const open = useOpenCard();
  const { undo, error: notUndone } = useUndo();
  const saving = useActionOf(setGraphPolicy);
  const { subject, relation, object } = fact;
  const triple = { subject, relation, object };
  const takeBack = async () => {
    const result = await undo({ fact: triple });
    if (result) toast.success(rollback.done(result.undone.length));
  };
  const protect = async () => {
    if (data === undefined) return;
    const protectedFacts = [...data.policy.protectedFacts, triple];
    const input = { policy: { ...data.policy, protectedFacts }, author };
    if (await saving.mutateAsync({ params: { graphId }, input }).catch(() => null))
      toast.success(review.saved);
  };
  const failure = notUndone ?? saving.error;
  return (
    <>
      <Menu
        trigger={<IconButton size="sm" label={`${t.act}: ${words.sentence(triple)}`} icon={<Ellipsis />} />}
        items={[
          ...(fact.author === undefined
            ? []
            : [{ key: "undo", label: t.undo, onSelect: () => void takeBack() }]),
          {
            key: "withdraw",
            label: contradictions.withdraw,
            disabled: !fact.stated,
            onSelect: () => open({ s: [{ sign: "delete", ...triple }] }),
          },
          { key: "protect", label: t.protect, onSelect: () => void protect() },
        ]}
      />
      {failure && <ErrorNote error={failure} />}
    </>
  );
}

/** Facts as sentences whose entities lead on, and where each comes from. */
export function FactTable({ facts, words, empty }: FactTableProps) {
  const { facts: t, plans } = useKnowledgeMessages();
  const [{ entity: current }, update] = useKnowledgeState();
  const { language } = useLanguage();
  const originOf = ({ stated, author, source, plan, from, until }: ShownFact) => {
    const said = author === undefined ? t.came : t.saidBy(author || plans.nobody);
    const parts = [
      stated ? said : t.derived,
      plan && t.plan(plan.sequence, formatTime(plan.at, language)),
      stated && source !== undefined && t.source(source),
      (from !== undefined || until !== undefined) && t.held(from, until),
    ];
    return parts.filter(Boolean).join("; ");
  };
  return (
    <DataTable
      caption={t.table}
      rows={facts}
      rowKey={({ subject, relation, object }) => `${subject} ${relation} ${object}`}
      maxHeight="lg"
      empty={empty}
      columns={[
        {
          key: "fact",
          header: t.fact,
          rowHeader: true,
          cell: (fact) =>
            words.parts(fact).map(({ text, entity }, index) =>
              entity === undefined || entity === current ? (
                <span key={index}>{text}</span>
              ) : (
                <button
                  key={index}
                  type="button"
                  onClick={() => update({ entity, tab: "facts" }, { history: "push" })}
                  className="text-left text-accent underline decoration-rule-strong underline-offset-4 hover:decoration-accent"
                >
                  {text}
                </button>
              ),
            ),
        },
        {
          key: "origin",
          header: t.origin,
          cell: (fact) => <span className="text-xs text-soft">{originOf(fact)}</span>,
        },
        { key: "act", header: t.act, cell: (fact) => <FactMenu fact={fact} words={words} /> },
      ]}
    />
  );
}
