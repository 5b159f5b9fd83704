"use client";

import { ArrowDown, ArrowUp, Check, Trophy, X } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages, type Messages } from "@/components/messages";
import {
  Button,
  DataTable,
  formatBytes,
  formatPercent,
  Tooltip,
  type Column,
  useErrorWords,
} from "@/components/ui";
import type { Protocol } from "@/lib/eval";
import type { EditOutcome } from "@/lib/store";
import type { ComparisonProps } from "./comparison";
import { columnsOf, resultOf, sorted, type ComparedColumn } from "./comparison-rows";

type ComparisonTableProps = ComparisonProps & {
  /** The entry with the best balance. */
  best: number | undefined;
};

/** Every entry with its scores under both protocols, what it cost, and what went wrong; sorted by what a header is asked for. */
export function ComparisonTable(props: ComparisonTableProps) {
  const { outcomes, sweep, protocol, requests, sort } = props;
  const messages = useMessages();
  const t = messages.edit.comparison;
  const other: Protocol = protocol === "generation" ? "teacher-forced" : "generation";
  const described = columnsOf(outcomes, protocol, requests.length);
  const scores = described.filter(({ unit }) => unit === "fraction");
  const overall = [
    ...described.filter(({ kind }) => kind === "balance"),
    ...described.filter(({ unit }) => unit === "bits"),
  ];
  const costs = described.filter(({ isCost }) => isCost);
  const columns: Column<EditOutcome>[] = [
    {
      key: "method",
      header: sweep?.parameter ?? t.method,
      rowHeader: true,
      className: outcomes.some(({ error }) => error) ? "min-w-32" : undefined,
      cell: (outcome) => <Name {...props} outcome={outcome} />,
    },
    // What says something of the whole run stands in pairs, one over the other, or the table would be wider than its place.
    ...[...scores.map((column) => [column]), overall, costs].map((group): Column<EditOutcome> => ({
      key: group[0].key,
      header: (
        <span className="inline-flex flex-col items-end">
          {group.map((column) => (
            <SortHeader key={column.key} column={column} sort={sort} onSort={props.onSort} />
          ))}
        </span>
      ),
      numeric: true,
      className: "whitespace-nowrap",
      ...(group.some(({ key }) => sort === key) && { sorted: "ascending" as const }),
      ...(group.some(({ key }) => sort === `-${key}`) && { sorted: "descending" as const }),
      cell: (outcome) =>
        group.map((column, line) => (
          <span key={column.key} className={line > 0 ? "block text-xs text-faint" : "block"}>
            {cellOf(column, outcome, props, other, messages.ui)}
          </span>
        )),
    })),
  ];
  return (
    <div className="flex flex-col gap-2">
      <p className="text-xs text-faint">{t.reading(t.protocols[protocol], t.protocols[other])}</p>
      <DataTable
        caption={t.caption}
        columns={columns}
        rows={sorted(outcomes, described, sort)}
        rowKey={(outcome) => String(outcome.entry)}
        maxHeight="lg"
        isDense
      />
    </div>
  );
}

function cellOf(
  column: ComparedColumn,
  outcome: EditOutcome,
  props: ComparisonTableProps,
  other: Protocol,
  ui: Messages["ui"],
): ReactNode {
  const value = column.valueOf(outcome);
  if (value === null) return <span className="text-faint">–</span>;
  switch (column.kind) {
    case "metric":
      return <Score {...{ column, outcome, props, other, value }} />;
    case "balance":
      return formatPercent(value);
    case "duration":
      return ui.duration(value);
    case "bytes":
      return formatBytes(value);
  }
}

/** The entry by name, which opens its verdict; under it why it failed, when it did. */
function Name(props: ComparisonTableProps & { outcome: EditOutcome }) {
  const { outcome, names, sweep, shown, onShow, best } = props;
  const { comparison: t } = useMessages().edit;
  const words = useErrorWords();
  const { entry, error } = outcome;
  const isShown = entry === shown;
  return (
    <>
      <Button
        size="sm"
        variant={isShown ? "secondary" : "quiet"}
        aria-pressed={isShown}
        aria-label={t.pick(names[entry])}
        onClick={() => onShow(entry)}
        className="-my-1.5"
        icon={isShown ? <Check /> : entry === best ? <Trophy className="text-after" /> : undefined}
      >
        {sweep ? <span className="numeric">{Number(sweep.values[entry].toPrecision(6))}</span> : names[entry]}
      </Button>
      {error && (
        <p className="mt-1.5 flex max-w-64 items-start gap-1 text-xs text-danger">
          <X aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{t.failed(words(error).message)}</span>
        </p>
      )}
    </>
  );
}

interface ScoreProps {
  column: ComparedColumn;
  outcome: EditOutcome;
  props: ComparisonTableProps;
  other: Protocol;
  value: number;
}

/** A score that opens the probes it was taken from, and under it the same under the other protocol. */
function Score({ column, outcome, props, other, value }: ScoreProps) {
  const messages = useMessages();
  const t = messages.edit.comparison;
  if (column.unit === "bits") return value.toFixed(2);
  const why = t.why(messages.charts.metric(column.key), props.names[outcome.entry]);
  const beside = resultOf(outcome, column.key, other)?.after?.mean;
  return (
    <>
      <Tooltip content={why}>
        <button
          type="button"
          aria-label={`${formatPercent(value)}. ${why}`}
          onClick={() => props.onWhy(outcome.entry, column.key)}
          className="underline decoration-rule-strong underline-offset-4 hover:decoration-accent"
        >
          {formatPercent(value)}
        </button>
      </Tooltip>
      {beside !== undefined && <span className="block text-xs text-faint">{formatPercent(beside)}</span>}
    </>
  );
}

interface SortHeaderProps {
  column: ComparedColumn;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}

/** Best first at the first press, worst first at the second, as it was run at the third. */
function SortHeader({ column, sort, onSort }: SortHeaderProps) {
  const messages = useMessages();
  const t = messages.edit.comparison;
  const name = column.kind === "metric" ? messages.charts.metric(column.key) : t.columns[column.kind];
  const [first, second] = column.isCost ? [column.key, `-${column.key}`] : [`-${column.key}`, column.key];
  const next = sort === first ? second : sort === second ? undefined : first;
  return (
    <button
      type="button"
      title={column.kind === "balance" ? t.balanceDetail : undefined}
      aria-label={t.sortBy(name)}
      onClick={() => onSort(next)}
      className="inline-flex min-h-6 items-center gap-1 whitespace-nowrap hover:text-ink"
    >
      {name}
      {sort === column.key && <ArrowUp aria-hidden className="size-3" />}
      {sort === `-${column.key}` && <ArrowDown aria-hidden className="size-3" />}
    </button>
  );
}
