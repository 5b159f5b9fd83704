"use client";

import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { DataTable, formatPercent, formatPoints } from "@/components/ui";
import type { FactualityPart, FactualityReport } from "@/lib/eval/results";
import type { Named } from "./report";
import { useAids } from "./use-reports";

type Measured = FactualityReport["measures"][number];

function written({ unit }: Measured["measure"], value: number): string {
  return unit === "fraction" ? formatPercent(value) : value.toPrecision(3);
}

/** Every measure with its formula, alone and with facts, and of the other version. Protocols stand apart. */
export function MeasureTable({ own, other }: { own: Named; other: Named | undefined }) {
  const t = useEvaluateMessages().factuality;
  const { protocols } = useEvaluateMessages().benchmarks;
  const { language } = useLanguage();
  const before = new Map(other?.report.measures.map((one) => [one.measure.id, one]));
  return (
    <DataTable<Measured>
      caption={t.measures}
      showCaption
      isDense
      rows={own.report.measures}
      rowKey={({ measure }) => measure.id}
      columns={[
        {
          key: "name",
          header: t.measure,
          rowHeader: true,
          cell: ({ measure }) => (
            <>
              {measure.name[language]}
              <span className="block max-w-measure text-xs font-normal text-faint">
                {measure.formula[language]}
              </span>
            </>
          ),
        },
        {
          key: "protocol",
          header: t.protocol,
          cell: ({ measure }) => <span className="whitespace-nowrap">{protocols[measure.protocol]}</span>,
        },
        {
          key: "plain",
          header: t.plain,
          numeric: true,
          cell: ({ measure, plain }) => written(measure, plain),
        },
        {
          key: "retrieved",
          header: t.retrieved,
          numeric: true,
          cell: ({ measure, retrieved }) => (retrieved === null ? "–" : written(measure, retrieved)),
        },
        ...(other
          ? [
              {
                key: "other",
                header: t.plainOf(other.name),
                numeric: true,
                cell: ({ measure }: Measured) => {
                  const found = before.get(measure.id);
                  return found ? written(measure, found.plain) : "–";
                },
              },
            ]
          : []),
      ]}
    />
  );
}

interface PartTableProps {
  caption: string;
  own: readonly FactualityPart[];
  other: readonly FactualityPart[] | undefined;
}

/** Recall by a part of the questions, with intervals. */
export function PartTable({ caption, own, other }: PartTableProps) {
  const t = useEvaluateMessages().factuality;
  const before = new Map(other?.map((part) => [part.name, part]));
  if (own.length === 0) return null;
  const share = ({ mean, interval95 }: FactualityPart["plain"]) => {
    const [low, high] = interval95.map(formatPercent);
    return (
      <>
        {formatPercent(mean)}
        <span className="block text-xs text-faint">{t.interval(low, high)}</span>
      </>
    );
  };
  return (
    <DataTable<FactualityPart>
      caption={caption}
      showCaption
      isDense
      maxHeight="lg"
      rows={own}
      rowKey={({ name }) => name}
      columns={[
        { key: "name", header: caption, rowHeader: true, cell: ({ name }) => name },
        { key: "count", header: t.table.questions, numeric: true, cell: ({ plain }) => plain.count },
        { key: "plain", header: t.plain, numeric: true, cell: ({ plain }) => share(plain) },
        { key: "retrieved", header: t.retrieved, numeric: true, cell: ({ retrieved }) => share(retrieved) },
        ...(other
          ? [
              {
                key: "other",
                header: t.otherVersion,
                numeric: true,
                cell: ({ name }: FactualityPart) => {
                  const found = before.get(name);
                  return found ? share(found.plain) : "–";
                },
              },
            ]
          : []),
      ]}
    />
  );
}

/** Decoding aids beside the plain model, question by question. */
export function AidTable({ report }: { report: FactualityReport }) {
  const t = useEvaluateMessages().factuality;
  const { upDown, p } = useEvaluateMessages().benchmarks;
  const { language } = useLanguage();
  const cards = useAids();
  if (report.aids.length === 0) return null;
  const nameOf = (id: string) => cards.find((card) => card.id === id)?.name[language] ?? id;
  return (
    <DataTable<FactualityReport["aids"][number]>
      caption={t.aidsBeside}
      showCaption
      isDense
      rows={report.aids}
      rowKey={({ aid }) => aid}
      columns={[
        { key: "aid", header: t.aids, rowHeader: true, cell: ({ aid }) => nameOf(aid) },
        {
          key: "right",
          header: t.rightShare,
          numeric: true,
          cell: ({ right }) => formatPercent(right.mean),
        },
        {
          key: "difference",
          header: t.againstPlain,
          numeric: true,
          cell: ({ difference }) => formatPoints(difference.mean),
        },
        {
          key: "moved",
          header: upDown,
          numeric: true,
          cell: ({ difference }) => `${difference.higher} / ${difference.lower}`,
        },
        { key: "p", header: p, numeric: true, cell: ({ difference }) => difference.pValue.toPrecision(2) },
      ]}
    />
  );
}

/** What it says behind a sentence that states another answer. */
export function ConflictNote({ report: { conflict } }: { report: FactualityReport }) {
  const t = useEvaluateMessages().factuality;
  if (!conflict) return null;
  return (
    <section className="flex max-w-measure flex-col gap-1">
      <h3 className="text-lg">{t.conflict.title}</h3>
      <p>
        {t.conflict.text(conflict.count, formatPercent(conflict.memory), formatPercent(conflict.context))}
      </p>
      {conflict.contextAware !== null && <p>{t.conflict.aware(formatPercent(conflict.contextAware))}</p>}
    </section>
  );
}
