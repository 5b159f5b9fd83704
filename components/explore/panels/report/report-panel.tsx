"use client";

import { Check, X } from "lucide-react";
import { useExploreMessages } from "@/components/messages/explore";
import { DataTable, formatPercent, formatPoints } from "@/components/ui";
import type { PanelProps } from "../index";

interface Measure {
  readonly id: string;
  readonly value: number | null;
  readonly interval95?: readonly [number, number];
  readonly count: number;
}

interface ReportAnswer {
  readonly relation: string;
  readonly facts: number;
  readonly tests: readonly {
    readonly id: string;
    readonly measures: readonly Measure[];
    readonly examples: readonly {
      readonly prompt: string;
      readonly expected: string;
      readonly said: string;
      readonly isRight: boolean;
    }[];
  }[];
}

interface Row {
  readonly test: string;
  readonly measure: string;
  readonly values: readonly (Measure | undefined)[];
}

/** How firmly a relation is held: every test, for one version or two beside each other, with what was said. */
export function ReportPanel({ answers }: PanelProps) {
  const t = useExploreMessages();
  const words = t.report;
  const found = answers.map(({ side, data }) => ({ side, answer: data as ReportAnswer }));
  const [{ answer: first }] = found;
  const rows: Row[] = first.tests.flatMap(({ id, measures }) =>
    measures.map(({ id: measure }) => ({
      test: id,
      measure,
      values: found.map(({ answer }) =>
        answer.tests.find((test) => test.id === id)?.measures.find((one) => one.id === measure),
      ),
    })),
  );
  const changed = rows
    .flatMap(({ test, measure, values: [before, after] }) =>
      before?.value != null && after?.value != null
        ? [{ test, measure, by: after.value - before.value }]
        : [],
    )
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))[0];
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-measure text-base">
        {words.says(first.relation, first.facts)}{" "}
        {changed &&
          words.changed(
            nameOf(words.tests, changed.test),
            nameOf(words.measures, changed.measure),
            formatPoints(changed.by),
          )}
      </p>
      <DataTable<Row>
        caption={words.caption}
        rows={rows}
        rowKey={({ test, measure }) => `${test} ${measure}`}
        columns={[
          { key: "test", header: words.test, rowHeader: true, cell: ({ test }) => nameOf(words.tests, test) },
          { key: "measure", header: words.measure, cell: ({ measure }) => nameOf(words.measures, measure) },
          ...found.map(({ side }, i) => ({
            key: side.key,
            header: found.length > 1 ? t.sides[side.key] : words.value,
            numeric: true,
            cell: ({ values }: Row) => <Value measure={values[i]} />,
          })),
          ...(found.length > 1
            ? [
                {
                  key: "difference",
                  header: t.sides.difference,
                  numeric: true,
                  cell: ({ values: [before, after] }: Row) =>
                    before?.value != null && after?.value != null
                      ? formatPoints(after.value - before.value)
                      : "–",
                },
              ]
            : []),
          { key: "n", header: "n", numeric: true, cell: ({ values }) => values[0]?.count ?? 0 },
        ]}
      />
      {found.map(({ side, answer }) => (
        <details key={side.key}>
          <summary className="text-sm text-soft hover:text-ink">
            {found.length > 1 ? `${words.examples} · ${t.sides[side.key]}` : words.examples}
          </summary>
          <div className="mt-3 flex flex-col gap-5">
            {answer.tests
              .filter(({ examples }) => examples.length > 0)
              .map(({ id, examples }) => (
                <DataTable
                  key={id}
                  caption={nameOf(words.tests, id)}
                  showCaption
                  rows={examples}
                  rowKey={(_, index) => String(index)}
                  columns={[
                    { key: "prompt", header: t.ask.title, rowHeader: true, cell: ({ prompt }) => prompt },
                    { key: "expected", header: words.expected, cell: ({ expected }) => expected },
                    {
                      key: "said",
                      header: words.said,
                      cell: ({ said, isRight }) => (
                        <span className={isRight ? "text-after" : "text-danger"}>
                          {isRight ? (
                            <Check role="img" aria-label={words.right} className="mr-1 inline size-3.5" />
                          ) : (
                            <X role="img" aria-label={words.wrong} className="mr-1 inline size-3.5" />
                          )}
                          {said}
                        </span>
                      ),
                    },
                  ]}
                />
              ))}
          </div>
        </details>
      ))}
    </div>
  );
}

function Value({ measure }: { measure: Measure | undefined }) {
  if (!measure || measure.value === null) return "–";
  const { value, interval95 } = measure;
  // A share has an interval; other means may be larger than one.
  if (!interval95) return value.toFixed(3);
  return (
    <>
      {formatPercent(value)}
      <span className="block text-xs text-faint">
        {formatPercent(interval95[0])}–{formatPercent(interval95[1])}
      </span>
    </>
  );
}

/** Names that are not known yet stay as they are. */
function nameOf(names: Readonly<Record<string, string>>, id: string): string {
  return names[id] ?? id;
}
