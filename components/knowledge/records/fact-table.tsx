"use client";

import { DataTable } from "@/components/ui";
import type { ShownFact } from "@/lib/api";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState } from "../view";
import type { Wording } from "../words";

interface FactTableProps {
  facts: readonly ShownFact[];
  words: Wording;
  empty: string;
}

/** Facts as sentences whose entities lead on, and where each comes from. */
export function FactTable({ facts, words, empty }: FactTableProps) {
  const { facts: t, plans } = useKnowledgeMessages();
  const [{ entity: current }, update] = useKnowledgeState();
  const originOf = ({ stated, author, source }: ShownFact) => {
    if (!stated) return t.derived;
    const parts = [
      author === undefined ? t.came : t.saidBy(author || plans.nobody),
      source !== undefined && t.source(source),
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
      ]}
    />
  );
}
