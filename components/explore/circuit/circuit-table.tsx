"use client";

import { useExploreMessages } from "@/components/messages/explore";
import { Badge, DataTable, type Column } from "@/components/ui";
import type { CircuitEdge, ComparedEdge } from "./model";

interface CircuitTableProps {
  edges: readonly (CircuitEdge | ComparedEdge)[];
  names: Readonly<Record<string, string>>;
}

type Row = CircuitEdge & Partial<ComparedEdge>;

const TONES = { kept: "neutral", lost: "before", new: "after" } as const;

/** Every edge that is drawn, as a row. */
export function CircuitTable({ edges, names }: CircuitTableProps) {
  const t = useExploreMessages().circuit;
  const named = (node: string) => (names[node] ? `${names[node]} (${node})` : node);
  const isBoth = edges.some((edge) => "state" in edge);
  const number = (value: number | null | undefined) => (value == null ? "–" : value.toFixed(3));
  const scores: Column<Row>[] = isBoth
    ? [
        { key: "before", header: t.before, numeric: true, cell: ({ before }) => number(before) },
        { key: "after", header: t.after, numeric: true, cell: ({ after }) => number(after) },
        {
          key: "state",
          header: t.state,
          cell: ({ state }) => state && <Badge tone={TONES[state]}>{t.states[state]}</Badge>,
        },
      ]
    : [{ key: "score", header: t.score, numeric: true, cell: ({ score }) => number(score) }];
  return (
    <DataTable<Row>
      caption={t.table(edges.length)}
      showCaption
      maxHeight="lg"
      rows={edges}
      rowKey={({ id }) => id}
      columns={[
        { key: "from", header: t.from, rowHeader: true, cell: ({ from }) => named(from) },
        { key: "to", header: t.to, cell: ({ to }) => named(to) },
        { key: "port", header: t.port, cell: ({ port }) => port ?? "" },
        ...scores,
      ]}
    />
  );
}
