"use client";

import { useMemo } from "react";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { DataTable, formatCount, formatPoints } from "@/components/ui";
import { compareFactuality } from "@/lib/eval/results";
import type { FactualityRecord } from "@/lib/store";
import type { Named } from "./report";

const SHOWN = 50;

type Item = FactualityRecord["items"][number];

/** What the second version gained and lost on the questions that both were asked. */
export function Compared({ from, to }: { from: Named; to: Named }) {
  const t = useEvaluateMessages().factuality;
  const { more } = useEvaluateMessages().benchmarks;
  const { language } = useLanguage();
  const { difference, gained, lost } = useMemo(
    () => compareFactuality(from.record.items, to.record.items),
    [from, to],
  );
  const before = useMemo(() => new Map(from.record.items.map((item) => [item.question.id, item])), [from]);
  if (!difference) return <p className="text-sm text-warn">{t.nothingInCommon}</p>;
  const table = (caption: string, items: readonly Item[]) =>
    items.length > 0 && (
      <div className="flex min-w-0 flex-col gap-1">
        <DataTable<Item>
          caption={caption}
          showCaption
          isDense
          maxHeight="lg"
          rows={items.slice(0, SHOWN)}
          rowKey={({ question }) => question.id}
          columns={[
            { key: "question", header: t.question, rowHeader: true, cell: ({ question }) => question.prompt },
            { key: "answer", header: t.answer, cell: ({ question }) => question.answers[0] },
            {
              key: "before",
              header: from.name,
              cell: ({ question }) => before.get(question.id)?.plain.said ?? "–",
            },
            { key: "after", header: to.name, cell: ({ plain }) => plain.said ?? "–" },
          ]}
        />
        {items.length > SHOWN && (
          <p className="text-sm text-faint">{more(formatCount(items.length - SHOWN, language))}</p>
        )}
      </div>
    );
  return (
    <section className="flex min-w-0 flex-col gap-4">
      <h3 className="text-lg">{t.compared(from.name, to.name)}</h3>
      <p className="max-w-measure">
        {t.difference(difference.count, formatPoints(difference.mean), difference.pValue.toPrecision(2))}
      </p>
      {table(t.gained(difference.higher), gained)}
      {table(t.lost(difference.lower), lost)}
    </section>
  );
}
