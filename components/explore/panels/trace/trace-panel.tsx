"use client";

import { useState } from "react";
import { GridView, type GridPlace } from "@/components/charts/grid";
import { useExploreMessages } from "@/components/messages/explore";
import { formatPercent, formatPoints } from "@/components/ui";
import type { PanelProps } from "../index";
import { shownToken } from "../token";
import { KINDS, proposedLayer, traceDifference, traceGrid, traceSays, type TraceAnswer } from "./trace";
import { UseLayer } from "./use-layer";

/** Which activations bring the answer back when the subject is noise: hidden states, MLP and attention beside each other. */
export function TracePanel({ card, answers, asked, view, update }: PanelProps) {
  const t = useExploreMessages();
  const [cursor, setCursor] = useState<GridPlace | null>(null);
  const found = answers.map(({ side, data }) => ({ side, answer: data as TraceAnswer }));
  const [first, second] = found;
  const { tokens } = first.answer;
  const layers = first.answer.scores.state?.[0].length ?? first.answer.scores.mlp?.[0].length ?? 0;
  const selected = view.cell ? { row: view.cell[0], column: view.cell[1] } : null;
  const isThere = selected !== null && selected.row < tokens.length && selected.column < layers;
  const shared = {
    cursor,
    onCursor: setCursor,
    selected: isThere ? selected : null,
    onSelect: (place: GridPlace | null) => update({ cell: place ? [place.row, place.column] : undefined }),
    level: 4 as const,
  };
  const titleOf = ({ row, column }: GridPlace) => t.trace.cell(shownToken(tokens[row]), column);

  return (
    <div className="flex flex-col gap-8">
      {found.map(({ side, answer }) => (
        <section key={side.key} aria-label={t.sides[side.key]} className="flex flex-col gap-4">
          {found.length > 1 && <h3 className="text-xl">{t.sides[side.key]}</h3>}
          <p className="max-w-measure text-base">{traceSays(answer, t)}</p>
          <div className="grid gap-6 xl:grid-cols-3">
            {KINDS.flatMap((kind) => {
              const data = traceGrid(answer, kind, `${card.id}-${kind}-${side.key}`, t);
              const table = answer.scores[kind];
              if (!data || !table) return [];
              return [
                <GridView
                  key={kind}
                  {...shared}
                  data={data}
                  describe={(place) => {
                    const score = table[place.row][place.column];
                    return {
                      title: titleOf(place),
                      lines: [
                        [t.trace.restored, formatPercent(score)],
                        [t.trace.effect, formatPoints(score - answer.low)],
                      ],
                    };
                  }}
                />,
              ];
            })}
          </div>
          <UseLayer layer={proposedLayer(answer)} asked={asked} />
        </section>
      ))}
      {second && (
        <section aria-label={t.sides.difference} className="flex flex-col gap-4">
          <h3 className="text-xl">{t.sides.difference}</h3>
          <div className="grid gap-6 xl:grid-cols-3">
            {KINDS.flatMap((kind) => {
              const data = traceDifference(
                first.answer,
                second.answer,
                kind,
                `${card.id}-${kind}-difference`,
                t,
              );
              if (!data) return [];
              return [
                <GridView
                  key={kind}
                  {...shared}
                  data={data}
                  describe={(place) => ({
                    title: titleOf(place),
                    lines: [
                      [t.trace.change, formatPoints(data.cell(place.row, place.column).value ?? 0)],
                      ...found.map(
                        ({ side, answer }) =>
                          [
                            t.sides[side.key],
                            formatPercent(answer.scores[kind]?.[place.row][place.column] ?? 0),
                          ] as const,
                      ),
                    ],
                  })}
                />,
              ];
            })}
          </div>
        </section>
      )}
      <p className="max-w-measure text-xs text-faint">{t.trace.note(first.answer.window)}</p>
    </div>
  );
}
