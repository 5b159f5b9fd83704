"use client";

import { useExploreMessages } from "@/components/messages/explore";
import { Button, DataTable, formatPercent, type Column } from "@/components/ui";
import type { PanelProps } from "../index";
import { shownToken } from "../token";

interface Change {
  readonly before: number;
  readonly suppressed: number;
  readonly enhanced: number;
  readonly randomSuppressed: number;
}

interface NeuronsAnswer {
  readonly answer: string;
  readonly layers: readonly { readonly layer: number; readonly neurons: number; readonly score: number }[];
  readonly neurons: readonly Neuron[];
  readonly total: number;
  readonly change: Change;
  readonly others: readonly { readonly prompt: string; readonly answer: string; readonly change: Change }[];
}

interface Neuron {
  readonly layer: number;
  readonly neuron: number;
  readonly score: number;
  readonly prompts: number;
}

const LISTED = 30;

/** The neurons that carry the answer, and its probability when they are suppressed or doubled. */
export function NeuronsPanel({ answers, update }: PanelProps) {
  const t = useExploreMessages();
  const words = t.neurons;
  const found = answers.map(({ side, data }) => ({ side, answer: data as NeuronsAnswer }));
  const percent = (key: keyof Change, header: string): Column<{ change: Change }> => ({
    key,
    header,
    numeric: true,
    cell: ({ change }) => formatPercent(change[key]),
  });
  const browse = ({ layer, neuron }: Neuron) =>
    update(
      { show: "neuron", x: { layer, neurons: [neuron] }, run: undefined, cell: undefined },
      { history: "push" },
    );
  return (
    <div className="grid gap-x-10 gap-y-8 2xl:grid-cols-2">
      {found.map(({ side, answer: one }) => {
        const answer = shownToken(one.answer);
        const most = [...one.layers].sort((a, b) => b.neurons - a.neurons)[0];
        return (
          <section key={side.key} aria-label={t.sides[side.key]} className="flex min-w-0 flex-col gap-5">
            {found.length > 1 && <h3 className="text-xl">{t.sides[side.key]}</h3>}
            <p className="max-w-measure text-base">
              {words.says(
                one.total,
                answer,
                formatPercent(one.change.before),
                formatPercent(one.change.suppressed),
                formatPercent(one.change.randomSuppressed),
              )}{" "}
              {most && words.most(most.layer, most.neurons)}
            </p>
            <DataTable
              caption={words.changes}
              showCaption
              rows={[{ prompt: words.thisFact, change: one.change }, ...one.others]}
              rowKey={({ prompt }, index) => `${index} ${prompt}`}
              columns={[
                { key: "prompt", header: t.ask.title, rowHeader: true, cell: ({ prompt }) => prompt },
                percent("before", words.asIs),
                percent("suppressed", words.suppressed),
                percent("enhanced", words.enhanced),
                percent("randomSuppressed", words.random),
              ]}
            />
            <DataTable
              caption={words.list(Math.min(LISTED, one.neurons.length), one.total)}
              showCaption
              maxHeight="md"
              rows={one.neurons.slice(0, LISTED)}
              rowKey={({ layer, neuron }) => `${layer} ${neuron}`}
              columns={[
                {
                  key: "neuron",
                  header: words.neuron,
                  rowHeader: true,
                  cell: ({ layer, neuron }) => <span className="font-mono">{`m${layer}.${neuron}`}</span>,
                },
                {
                  key: "score",
                  header: words.score,
                  numeric: true,
                  cell: ({ score }) => score.toPrecision(3),
                },
                {
                  key: "browse",
                  header: "",
                  cell: (neuron) => (
                    <Button size="sm" variant="quiet" onClick={() => browse(neuron)}>
                      {words.browse}
                    </Button>
                  ),
                },
              ]}
            />
          </section>
        );
      })}
    </div>
  );
}
