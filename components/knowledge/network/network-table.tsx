"use client";

import { DataTable } from "@/components/ui";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState } from "../view";
import type { Wording } from "../words";
import type { DrawnEdge } from "./drawn";

/** Rows that are read at once; a table of thousands helps nobody. */
const MOST_ROWS = 500;

/** What the drawing shows, as rows: changes of a plan and contradictions first. */
export function NetworkTable({ edges, words }: { edges: readonly DrawnEdge[]; words: Wording }) {
  const t = useKnowledgeMessages().network;
  const [{ entity: current }, update] = useKnowledgeState();
  const rank = (kind: DrawnEdge["kind"]) =>
    ["brought", "taken", "conflict", "derived", "stated"].indexOf(kind);
  const rows = [...edges].sort((a, b) => rank(a.kind) - rank(b.kind)).slice(0, MOST_ROWS);
  return (
    <DataTable
      caption={t.title}
      rows={rows}
      rowKey={({ subject, relation, object, kind }) => `${kind} ${subject} ${relation} ${object}`}
      maxHeight="lg"
      empty={t.none}
      columns={[
        {
          key: "fact",
          header: t.fact,
          rowHeader: true,
          cell: (edge) =>
            words.parts(edge).map(({ text, entity }, index) =>
              entity === undefined || entity === current ? (
                <span key={index}>{text}</span>
              ) : (
                <button
                  key={index}
                  type="button"
                  onClick={() => update({ entity }, { history: "push" })}
                  className="text-left text-accent underline decoration-rule-strong underline-offset-4 hover:decoration-accent"
                >
                  {text}
                </button>
              ),
            ),
        },
        {
          key: "kind",
          header: t.kind,
          cell: ({ kind }) => <span className="text-xs text-soft">{t.kinds[kind]}</span>,
        },
      ]}
    />
  );
}
