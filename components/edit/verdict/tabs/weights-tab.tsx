"use client";

import { TriangleAlert } from "lucide-react";
import { ChartView } from "@/components/charts";
import { deltaNorms } from "@/components/charts/delta-norms";
import { lossCurves } from "@/components/charts/loss-curves";
import { useMessages } from "@/components/messages";
import { DataTable, EmptyNote, formatPercent } from "@/components/ui";
import type { Verdict } from "@/lib/eval";
import type { EditOutcome } from "@/lib/store";
import { curvesData } from "../verdict-data";

interface WeightsTabProps {
  verdict: Verdict;
  outcome: EditOutcome;
}

/** What moved in the model, and how the method got there. */
export function WeightsTab({ verdict, outcome }: WeightsTabProps) {
  const t = useMessages().edit.weights;
  const numbers = Object.entries(outcome.report.numbers);
  const curves = outcome.report.curves ?? {};
  const [largest] = [...verdict.weights].sort((a, b) => b.relative - a.relative);
  return (
    <div className="flex flex-col gap-8">
      {verdict.weights.length === 0 ? (
        <EmptyNote title={t.none} detail={t.noneDetail} />
      ) : (
        <div className="flex flex-col gap-4">
          {largest.relative > 1 && (
            <p className="flex max-w-measure items-start gap-2 text-sm text-warn">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {t.beyond(largest.parameter, formatPercent(largest.relative))}
            </p>
          )}
          <ChartView chart={deltaNorms} data={{ weights: verdict.weights }} />
          <DataTable
            caption={t.caption}
            maxHeight="md"
            rows={verdict.weights}
            rowKey={(row) => row.parameter}
            columns={[
              {
                key: "parameter",
                header: t.parameter,
                rowHeader: true,
                cell: (row) => <span className="font-mono break-all">{row.parameter}</span>,
              },
              { key: "rank", header: t.rank, numeric: true, cell: (row) => row.rank ?? t.full },
              { key: "norm", header: t.norm, numeric: true, cell: (row) => row.norm.toFixed(3) },
              { key: "share", header: t.share, numeric: true, cell: (row) => formatPercent(row.relative) },
            ]}
          />
        </div>
      )}
      {Object.keys(curves).length > 0 && (
        <section aria-label={t.curves}>
          <p className="eyebrow mb-2">{t.curves}</p>
          <ChartView chart={lossCurves} data={curvesData(curves, [])} />
        </section>
      )}
      {numbers.length > 0 && (
        <section aria-label={t.numbers}>
          <p className="eyebrow mb-2">{t.numbers}</p>
          <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 text-sm sm:max-w-sm">
            {numbers.map(([name, value]) => (
              <div key={name} className="col-span-2 grid grid-cols-subgrid border-b py-1">
                <dt className="text-soft">{t.number(name)}</dt>
                <dd className="numeric text-right">{Number(value.toPrecision(5))}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
