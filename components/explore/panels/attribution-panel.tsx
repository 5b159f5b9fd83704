"use client";

import { ChartView } from "@/components/charts";
import { extentOf, GridView, type GridData } from "@/components/charts/grid";
import { partBars } from "@/components/charts/part-bars";
import { useExploreMessages } from "@/components/messages/explore";
import type { PanelProps } from "./index";
import { shownToken, tokenHeads } from "./token";

interface AttributionAnswer {
  readonly tokens: readonly string[];
  readonly asked: readonly string[];
  readonly parts: readonly { readonly part: string; readonly logits: readonly number[] }[];
  /** Of the first answer, by layer, head and source token. */
  readonly sources: readonly (readonly (readonly number[])[])[];
  readonly sum: readonly number[];
  readonly logits: readonly number[];
  readonly weights: string;
}

const PARTS = 16;
const HEADS = 12;

/** What each part writes into the answer's logit, and which tokens its heads read for it. */
export function AttributionPanel({ card, answers }: PanelProps) {
  const t = useExploreMessages();
  const words = t.attribution;
  const found = answers.map(({ side, data }) => ({ side, answer: data as AttributionAnswer }));
  const [{ answer: first }] = found;
  const answer = shownToken(first.asked[0]);
  const valueOf = (one: AttributionAnswer, part: string) =>
    one.parts.find((other) => other.part === part)?.logits[0] ?? 0;
  const strength = (part: string) => Math.max(...found.map((one) => Math.abs(valueOf(one.answer, part))));
  const strongest = first.parts
    .map(({ part }) => part)
    .sort((a, b) => strength(b) - strength(a))
    .slice(0, PARTS);
  return (
    <div className="flex flex-col gap-6">
      {found.map(({ side, answer: one }) => {
        const [top] = [...one.parts].sort((a, b) => b.logits[0] - a.logits[0]);
        return (
          <p key={side.key} className="max-w-measure text-base">
            {found.length > 1 && `${t.sides[side.key]}: `}
            {words.says(answer, top.part, top.logits[0].toFixed(2), one.logits[0].toFixed(2))}
          </p>
        );
      })}
      <ChartView
        chart={partBars}
        data={{
          question: words.question(answer),
          unit: words.unit,
          versions: found.length > 1 ? found.map(({ side }) => t.sides[side.key]) : [words.logits],
          rows: strongest.map((part) => ({ part, values: found.map((one) => valueOf(one.answer, part)) })),
        }}
      />
      {found.map(({ side, answer: one }) => {
        const data = sourceGrid(one, `${card.id}-sources-${side.key}`, t);
        const title =
          found.length > 1 ? `${words.sources(answer)} · ${t.sides[side.key]}` : words.sources(answer);
        return (
          <GridView
            key={side.key}
            data={{ ...data, title }}
            opensAtEnd
            describe={({ row, column }) => ({
              title: `${data.rows[row].label} ← ${data.columns[column].label}`,
              lines: [[words.logits, (data.cell(row, column).value ?? 0).toFixed(3)]],
            })}
          />
        );
      })}
      <p className="max-w-measure text-xs text-faint">
        {words.note(first.sum[0].toFixed(3), first.logits[0].toFixed(3), first.weights)}
      </p>
    </div>
  );
}

/** The strongest heads by the tokens that they read. */
function sourceGrid(
  { tokens, sources }: AttributionAnswer,
  id: string,
  t: ReturnType<typeof useExploreMessages>,
): GridData {
  const heads = sources
    .flatMap((layer, l) => layer.map((values, h) => ({ name: `a${l}.h${h}`, values })))
    .map((head) => ({ ...head, sum: head.values.reduce((sum, value) => sum + value, 0) }))
    .sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum))
    .slice(0, HEADS);
  return {
    id,
    title: "",
    axes: [t.axes.head, t.axes.token],
    rows: heads.map(({ name }) => ({ label: name })),
    columns: tokenHeads(tokens),
    scale: { kind: "diverging", extent: extentOf(heads.flatMap(({ values }) => [...values])) },
    format: (value) => value.toFixed(2).replace("-", "−"),
    cell: (row, column) => {
      const value = heads[row].values[column];
      return { text: Math.abs(value) < 0.005 ? "0" : value.toFixed(2).replace("-", "−"), value };
    },
  };
}
