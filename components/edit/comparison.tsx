"use client";

import { Check, X } from "lucide-react";
import { ChartView, methodComparison, type MethodComparisonData } from "@/components/charts";
import { useMessages } from "@/components/messages";
import {
  Badge,
  Button,
  DataTable,
  formatDuration,
  formatPercent,
  Tooltip,
  type Column,
} from "@/components/ui";
import type { Protocol, Verdict } from "@/lib/eval";
import type { EditOutcome } from "@/lib/store";
import { comparisonData, metricsUnder } from "./verdict-data";

export interface ComparisonProps {
  outcomes: readonly EditOutcome[];
  protocol: Protocol;
  nameOf: (method: string) => string;
  /** The method whose verdict is open below. */
  shown: string;
  onShow: (method: string) => void;
  /** Opens the probes behind one score. */
  onWhy: (method: string, metric: string) => void;
}

/** Several methods on the same edit: bars by metric, and a table whose scores lead to their probes. */
export function Comparison({ outcomes, protocol, nameOf, shown, onShow, onWhy }: ComparisonProps) {
  const messages = useMessages();
  const t = messages.edit.comparison;
  const data = comparisonData(outcomes, protocol, nameOf);
  const columns: Column<EditOutcome>[] = [
    {
      key: "method",
      header: t.method,
      rowHeader: true,
      cell: (outcome) => (
        <Button
          size="sm"
          variant={outcome.method === shown ? "secondary" : "quiet"}
          aria-pressed={outcome.method === shown}
          aria-label={t.pick(nameOf(outcome.method))}
          onClick={() => onShow(outcome.method)}
          className="-my-1.5"
          icon={outcome.method === shown ? <Check /> : undefined}
        >
          {nameOf(outcome.method)}
        </Button>
      ),
    },
    ...data.metrics
      .filter(({ metric }) => data.methods.some((entry) => hasScore(entry, metric)))
      .map(({ metric, unit }): Column<EditOutcome> => ({
        key: metric,
        header: messages.charts.metric(metric),
        numeric: true,
        cell: (outcome) => (
          <Score
            result={
              outcome.verdict &&
              metricsUnder(outcome.verdict, protocol).find((entry) => entry.metric === metric)
            }
            unit={unit}
            why={t.why(messages.charts.metric(metric), nameOf(outcome.method))}
            onWhy={() => onWhy(outcome.method, metric)}
          />
        ),
      })),
    {
      key: "time",
      header: t.time,
      numeric: true,
      className: "whitespace-nowrap",
      cell: (outcome) => formatDuration(outcome.durationMs),
    },
  ];
  return (
    <section aria-label={t.title} className="flex flex-col gap-4">
      <ChartView chart={methodComparison} data={data} note={messages.charts.scoreBars.legend} />
      <DataTable caption={t.caption} columns={columns} rows={outcomes} rowKey={(outcome) => outcome.method} />
    </section>
  );
}

/** A column for a metric that nothing was asked for would be dashes; the chart says that it is missing. */
function hasScore({ scores }: MethodComparisonData["methods"][number], metric: string): boolean {
  return scores.some((score) => score.metric === metric && score.after !== null);
}

interface ScoreProps {
  result: Verdict["metrics"][number] | undefined;
  unit: "fraction" | "bits";
  why: string;
  onWhy: () => void;
}

/** A score that opens the probes it was taken from. Fluency has none: it is taken from generated text. */
function Score({ result, unit, why, onWhy }: ScoreProps) {
  const t = useMessages().edit.comparison;
  if (!result) {
    return (
      <Badge tone="danger" icon={<X />}>
        {t.failed}
      </Badge>
    );
  }
  if (!result.after) return <span className="text-faint">–</span>;
  const value = unit === "fraction" ? formatPercent(result.after.mean) : result.after.mean.toFixed(2);
  if (unit === "bits") return value;
  return (
    <Tooltip content={why}>
      <button
        type="button"
        aria-label={`${value}. ${why}`}
        onClick={onWhy}
        className="underline decoration-rule-strong underline-offset-4 hover:decoration-accent"
      >
        {value}
      </button>
    </Tooltip>
  );
}
