"use client";

import { Check, Minus, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { ChartView } from "@/components/charts";
import { probabilityShift } from "@/components/charts/probability-shift";
import { useMessages } from "@/components/messages";
import { ExpectedAnswer } from "@/components/results/expected-answer";
import { SaidAnswer } from "@/components/results/said-answer";
import { Button, DataTable, formatPercent, SegmentedControl, Switch, type Column } from "@/components/ui";
import type { ProbeResult, Protocol, Verdict } from "@/lib/eval";
import {
  answerUnder,
  isComparedWithBase,
  isDisputed,
  isLeftOpen,
  isMiss,
  passes,
  PROBE_GROUPS,
} from "@/lib/eval/results";

interface ProbesTabProps {
  verdict: Verdict;
  protocol: Protocol;
  filter: ProbeFilter;
  onFilter: (filter: ProbeFilter) => void;
}

export interface ProbeFilter {
  /** Absent means every group. */
  readonly group?: string;
  readonly onlyMisses: boolean;
  readonly onlyDisagreements: boolean;
}

export const EVERY_PROBE: ProbeFilter = { onlyMisses: false, onlyDisagreements: false };
/** Kinds that say no more than their group. */
const PLAIN_KINDS = new Set(["prompt", "rephrase"]);
/** Rows drawn at first; a batch of hundreds of edits has tens of thousands of probes. */
const PAGE = 100;

/** Every probe with its text, what was expected, and what the model said before and after. */
export function ProbesTab({ verdict, protocol, filter, onFilter }: ProbesTabProps) {
  const { edit, catalog, charts } = useMessages();
  const t = edit.probeTable;
  const [limit, setLimit] = useState(PAGE);
  const columns = useColumns(protocol);
  const groups = PROBE_GROUPS.filter(({ id }) => verdict.probes.some(({ group }) => group === id));
  const matching = verdict.probes.filter(
    (probe) =>
      (filter.group === undefined || probe.group === filter.group) &&
      (!filter.onlyMisses || isMiss(probe, protocol)) &&
      (!filter.onlyDisagreements || isDisputed(probe)),
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <div className="max-w-full overflow-x-auto">
          <SegmentedControl
            label={t.filter}
            size="sm"
            value={filter.group ?? ""}
            onChange={(group) => onFilter({ ...filter, group: group || undefined })}
            options={[
              { value: "", label: t.allGroups },
              ...groups.map(({ id }) => ({ value: id, label: catalog.probeGroup(id) })),
            ]}
          />
        </div>
        <Switch
          checked={filter.onlyMisses}
          onChange={(onlyMisses) => onFilter({ ...filter, onlyMisses })}
          label={<span className="text-sm">{t.onlyMisses}</span>}
        />
        <Switch
          checked={filter.onlyDisagreements}
          onChange={(onlyDisagreements) => onFilter({ ...filter, onlyDisagreements })}
          label={<span className="text-sm">{t.onlyDisagreements}</span>}
        />
      </div>
      <p aria-live="polite" className="numeric text-xs text-faint">
        {t.shown(matching.length, verdict.probes.length)}
      </p>
      {matching.length > 0 && (
        <ChartView
          chart={probabilityShift}
          data={{
            groups: groups.map(({ id }) => ({
              name: catalog.probeGroup(id),
              probes: matching.filter(({ group }) => group === id).map(probabilities),
            })),
          }}
          note={charts.probabilityShift.legend}
        />
      )}
      <DataTable
        caption={t.caption}
        columns={columns}
        rows={matching.slice(0, limit)}
        maxHeight="lg"
        empty={t.none}
      />
      {matching.length > limit && (
        <Button size="sm" className="self-start" onClick={() => setLimit(limit + PAGE)}>
          {t.showMore(Math.min(PAGE, matching.length - limit))}
        </Button>
      )}
    </div>
  );
}

/** The probability of the expected answer, as the chart needs it. */
function probabilities({ prompt, before, after }: ProbeResult) {
  return { prompt, before: before.probability, after: after.probability };
}

function useColumns(protocol: Protocol): Column<ProbeResult>[] {
  const messages = useMessages();
  const t = messages.edit.probeTable;
  return [
    {
      key: "pass",
      header: <span className="sr-only">{t.pass}</span>,
      className: "pr-0",
      cell: (probe) => <Pass probe={probe} protocol={protocol} />,
    },
    {
      key: "prompt",
      header: t.prompt,
      rowHeader: true,
      className: "min-w-36",
      cell: (probe) => (
        <>
          <span className="font-mono break-words">{probe.prompt}</span>
          <span className="mt-0.5 block text-xs text-faint">{kindText(probe, messages)}</span>
        </>
      ),
    },
    {
      key: "expected",
      header: t.expected,
      cell: (probe) => (
        <>
          <span className="block max-w-40 font-mono break-words">
            <ExpectedAnswer probe={probe} />
          </span>
          {isComparedWithBase(probe.group) && (
            <span className="block text-xs text-faint">{t.expectedSame}</span>
          )}
        </>
      ),
    },
    {
      key: "before",
      header: t.before,
      cell: (probe) => <SaidAnswer probe={probe} answer={probe.before} tone="text-before" />,
    },
    {
      key: "after",
      header: t.after,
      cell: (probe) => <SaidAnswer probe={probe} answer={probe.after} tone="text-ink" />,
    },
  ];
}

function kindText(probe: ProbeResult, { edit, catalog }: ReturnType<typeof useMessages>): string {
  const group = catalog.probeGroup(probe.group);
  const kind = edit.probes.kind(probe.kind);
  return PLAIN_KINDS.has(probe.kind) ? group : `${group} · ${kind}`;
}

const MARK = "inline-flex size-6 items-center justify-center rounded-full [&>svg]:size-3.5";

function Pass({ probe, protocol }: { probe: ProbeResult; protocol: Protocol }): ReactNode {
  const t = useMessages().edit.probeTable;
  const { score } = answerUnder(probe.after, protocol);
  if (isLeftOpen(probe.group)) {
    const text = passes(probe.after, protocol) ? t.stayed : t.changed;
    return (
      <span title={text} className={`${MARK} bg-sunken text-soft`}>
        <Minus aria-hidden strokeWidth={3} />
        <span className="sr-only">{text}</span>
      </span>
    );
  }
  const isPass = passes(probe.after, protocol);
  const text = isPass ? t.passed : score > 0 ? `${t.failed}, ${t.partly(formatPercent(score))}` : t.failed;
  return (
    <span
      title={text}
      className={`${MARK} ${isPass ? "bg-after-wash text-after" : "bg-danger-wash text-danger"}`}
    >
      {isPass ? <Check aria-hidden strokeWidth={3} /> : <X aria-hidden strokeWidth={3} />}
      <span className="sr-only">{text}</span>
    </span>
  );
}
