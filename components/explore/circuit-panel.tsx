"use client";

import { useMessages } from "@/components/messages";
import { DataTable, formatPercent, SegmentedControl } from "@/components/ui";
import { Answering } from "./answering";
import { CircuitGraph } from "./circuit-graph";
import { useAnalysis } from "./use-analysis";
import type { ExploreState } from "./view";

export interface CircuitEdge {
  readonly from: string;
  readonly to: string;
  readonly port?: string;
  readonly score: number;
}

interface CircuitPanelProps {
  view: ExploreState;
  onSize: (size: number) => void;
}

const LISTED = 30;

/** The heads and MLPs that carry the answer, in circuits of several sizes. */
export function CircuitPanel({ view, onSize }: CircuitPanelProps) {
  const t = useMessages().explore.circuit;
  const answer = useAnalysis("circuit", view, {});
  if (!answer.data) return <Answering answer={answer} />;
  const { graph, answers, difference, circuits } = answer.data;
  const index = Math.min(view.size, circuits.length - 1);
  const shown = circuits[index];
  const share =
    (shown.difference - difference.corrupt) / Math.max(difference.clean - difference.corrupt, 1e-9);
  const edges = [...shown.edges].sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  const [said, other] = answers.map((text) => text.trim());
  return (
    <div className="flex flex-col gap-5">
      <SegmentedControl
        label={t.size}
        value={String(index)}
        onChange={(value) => onSize(Number(value))}
        options={circuits.map(({ size }, i) => ({ value: String(i), label: size }))}
      />
      <p className="max-w-measure text-base">
        {t.summary(shown.edges.length, graph.edges, formatPercent(share), said, other)}
      </p>
      <CircuitGraph layers={graph.layers} heads={graph.heads} edges={edges} caption={t.caption} />
      <p className="max-w-measure text-xs text-faint">{t.note}</p>
      <DataTable
        caption={t.strongest(Math.min(LISTED, edges.length))}
        showCaption
        maxHeight="md"
        rows={edges.slice(0, LISTED)}
        rowKey={({ from, to, port }) => `${from} ${to} ${port ?? ""}`}
        columns={[
          { key: "from", header: t.from, cell: ({ from }) => from, rowHeader: true },
          { key: "to", header: t.to, cell: ({ to, port }) => (port ? `${to} (${port})` : to) },
          { key: "score", header: t.score, cell: ({ score }) => score.toFixed(3), numeric: true },
        ]}
      />
    </div>
  );
}
