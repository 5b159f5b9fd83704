"use client";

import { ChartView } from "@/components/charts";
import { overEdits } from "@/components/charts/over-edits";
import { useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { DataTable, formatBytes, formatPercent } from "@/components/ui";
import type { LifelongDetail } from "@/lib/client/runs/use-lifelong";
import {
  immediateMean,
  measured,
  OWN_SCORE,
  QUANTITIES,
  quantityOverEdits,
  runOverEdits,
  unitOf,
} from "../numbers";
import { ProtocolSwitch } from "../protocol-switch";
import { NotMeasured, reasonOf } from "./not-measured";
import type { EvaluateView, UpdateEvaluate } from "../view";

interface CurvesTabProps {
  run: LifelongDetail;
  name: string;
  view: EvaluateView;
  update: UpdateEvaluate;
}

/** What is left as edits pile up: the scores with their bands, what else was measured, and all of it as a table. */
export function CurvesTab({ run, name, view, update }: CurvesTabProps) {
  const { catalog } = useMessages();
  const evaluate = useEvaluateMessages();
  const t = evaluate.curves;
  const { protocol } = view;
  const rows = run.state?.rows ?? [];
  const last = rows.at(-1);
  const immediate = immediateMean(run.samples, protocol);
  const after = last && measured(last, OWN_SCORE, protocol);
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="max-w-measure text-sm text-soft">
          {immediate !== null && after && t.immediate(formatPercent(immediate), formatPercent(after.value))}
        </p>
        <ProtocolSwitch view={view} update={update} />
      </div>
      <ChartView chart={overEdits} data={runOverEdits({ run, name }, protocol)} note={t.bands} />
      <div className="grid gap-x-10 gap-y-8 md:grid-cols-2">
        {QUANTITIES.filter((quantity) => unitOf(quantity) !== "fraction").map((quantity) => (
          <ChartView
            key={quantity}
            chart={overEdits}
            data={quantityOverEdits([{ run, name }], quantity, protocol)}
            note={
              reasonOf(evaluate, run.state?.start, quantity) ??
              t.notes[quantity] ??
              catalog.metricSummary(quantity)
            }
          />
        ))}
      </div>
      <CheckpointTable run={run} protocol={protocol} />
      {run.state && <NotMeasured start={run.state.start} />}
    </div>
  );
}

function CheckpointTable({ run, protocol }: { run: LifelongDetail; protocol: EvaluateView["protocol"] }) {
  const { charts, ui } = useMessages();
  const evaluate = useEvaluateMessages();
  return (
    <DataTable
      caption={evaluate.curves.table}
      showCaption
      isDense
      rows={run.state?.rows ?? []}
      rowKey={({ edits }) => String(edits)}
      columns={[
        {
          key: "edits",
          header: charts.overEdits.edits,
          rowHeader: true,
          numeric: true,
          cell: ({ edits }) => edits,
        },
        ...QUANTITIES.map((quantity) => ({
          key: quantity,
          header: charts.metric(quantity),
          numeric: true,
          className: "whitespace-nowrap",
          cell: (row: NonNullable<LifelongDetail["state"]>["rows"][number]) => {
            const found = measured(row, quantity, protocol);
            const reason = reasonOf(evaluate, run.state?.start, quantity);
            if (!found && reason) {
              return (
                <span className="text-faint" title={reason}>
                  {evaluate.notMeasured.short}
                </span>
              );
            }
            if (!found) return <span className="text-faint">–</span>;
            return (
              <>
                {writtenQuantity(quantity, found.value, ui.duration)}
                {found.before !== null && (
                  <span className="block text-xs text-faint">
                    {evaluate.curves.before(writtenQuantity(quantity, found.before, ui.duration))}
                  </span>
                )}
              </>
            );
          },
        })),
      ]}
    />
  );
}

function writtenQuantity(quantity: string, value: number, duration: (ms: number) => string): string {
  switch (unitOf(quantity)) {
    case "fraction":
      return formatPercent(value);
    case "seconds":
      return duration(value * 1000);
    case "bytes":
      return formatBytes(value);
    default:
      return value.toFixed(2);
  }
}
