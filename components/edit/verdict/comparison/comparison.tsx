"use client";

import { Scale, Trophy } from "lucide-react";
import { useCallback, useMemo } from "react";
import { ChartView } from "@/components/charts";
import { comparedAt, methodComparison } from "@/components/charts/method-comparison";
import { parameterSweep, sweptAt } from "@/components/charts/parameter-sweep";
import { useMessages } from "@/components/messages";
import type { Sweep } from "@/components/results/entries";
import { Button, formatPercent } from "@/components/ui";
import type { EditCase, EditRequest } from "@/lib/data";
import type { Protocol } from "@/lib/eval";
import { rank, type Ranking } from "@/lib/eval/results";
import type { EditOutcome } from "@/lib/store";
import { TextsByMethod } from "./texts-by-method";
import { ComparisonTable } from "./comparison-table";
import { Differences } from "./differences";
import { comparisonData, sweepData } from "../verdict-data";

export interface ComparisonProps {
  outcomes: readonly EditOutcome[];
  /** Names of the entries, by their index. */
  names: readonly string[];
  /** The method of a sweep, by name; null when methods are compared. */
  sweep: (Sweep & { readonly methodName: string }) | null;
  protocol: Protocol;
  /** The edits that each entry wrote. */
  requests: readonly EditRequest[];
  /** The same with their probes. */
  cases: readonly EditCase[];
  /** The entry whose verdict is open below. */
  shown: number;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  onShow: (entry: number) => void;
  /** Opens the probes behind one score. */
  onWhy: (entry: number, metric: string) => void;
}

/** Several entries on the same edits: which is best, a chart, and a table whose scores lead to their probes. */
export function Comparison(props: ComparisonProps) {
  const { outcomes, names, sweep, protocol, requests, cases, shown, onShow, onWhy } = props;
  const messages = useMessages();
  const t = messages.edit.comparison;
  const ranking = useMemo(() => rank(outcomes, requests, protocol), [outcomes, requests, protocol]);
  const [best] = ranking.leaders;
  return (
    <section aria-label={t.title} className="flex flex-col gap-5">
      <Best ranking={ranking} edits={requests.length} {...{ names, shown, onShow }} />
      {sweep ? (
        <SweepChart {...{ outcomes, protocol, shown, onShow, sweep }} />
      ) : (
        <MethodsChart {...{ outcomes, names, protocol, shown, onWhy }} />
      )}
      {!sweep && <TextsByMethod {...{ outcomes, names, cases, shown }} />}
      <ComparisonTable {...props} best={ranking.leaders.length === 1 ? best.entry : undefined} />
      {best && <Differences reference={best} {...{ outcomes, names, requests, protocol }} />}
    </section>
  );
}

interface BestProps extends Pick<ComparisonProps, "names" | "shown" | "onShow"> {
  ranking: Ranking<EditOutcome>;
  edits: number;
}

/** The entry with the best balance of the three goals, or that so few edits cannot tell which it is. */
function Best({ ranking, edits, names, shown, onShow }: BestProps) {
  const t = useMessages().edit.comparison;
  const { leaders, balance, moreEdits } = ranking;
  const [best, second] = leaders;
  if (!best || balance === null) return null;
  if (second) {
    const tied = leaders.map(({ entry }) => names[entry]);
    const then = moreEdits !== null ? t.tieMore(moreEdits) : edits > 1 ? t.tieSame : t.tieOne;
    return (
      <div className="flex items-start gap-x-3 border-l-2 border-rule-strong bg-sunken py-2 pr-3 pl-3 text-sm">
        <Scale aria-hidden className="mt-0.5 size-4 shrink-0 text-soft" />
        <p className="min-w-0 flex-1">
          <span className="font-medium">{t.tie(tied, edits)}</span> <span className="text-soft">{then}</span>
        </p>
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-l-2 border-after bg-after-wash py-2 pr-3 pl-3 text-sm">
      <Trophy aria-hidden className="size-4 shrink-0 text-after" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">{t.best(names[best.entry])}</span>{" "}
        <span className="text-soft">
          {t.bestWhy(formatPercent(balance))} {edits === 1 && t.bestOfOne}
        </span>
      </p>
      {shown !== best.entry && (
        <Button size="sm" onClick={() => onShow(best.entry)}>
          {t.showBest}
        </Button>
      )}
    </div>
  );
}

function MethodsChart({
  outcomes,
  names,
  protocol,
  shown,
  onWhy,
}: Pick<ComparisonProps, "outcomes" | "names" | "protocol" | "shown" | "onWhy">) {
  const words = useMessages().charts;
  const data = useMemo(
    () => comparisonData(outcomes, protocol, names, shown),
    [outcomes, protocol, names, shown],
  );
  const onPoint = useCallback(
    (row: number) => {
      const { id, metric } = comparedAt(data, row);
      onWhy(Number(id), metric);
    },
    [data, onWhy],
  );
  const isDots = data.methods.length > 5;
  return (
    <ChartView
      chart={methodComparison}
      data={data}
      note={isDots ? words.methodComparison.legend : words.scoreBars.legendOfSeveral}
      onPoint={onPoint}
    />
  );
}

function SweepChart({
  outcomes,
  protocol,
  shown,
  onShow,
  sweep,
}: Pick<ComparisonProps, "outcomes" | "protocol" | "shown" | "onShow"> & {
  sweep: NonNullable<ComparisonProps["sweep"]>;
}) {
  const words = useMessages().charts;
  const data = useMemo(
    () => sweepData(outcomes, sweep, protocol, sweep.methodName, shown),
    [outcomes, sweep, protocol, shown],
  );
  const onPoint = useCallback((row: number) => onShow(Number(sweptAt(data, row).id)), [data, onShow]);
  return (
    <ChartView chart={parameterSweep} data={data} note={words.parameterSweep.legend} onPoint={onPoint} />
  );
}
