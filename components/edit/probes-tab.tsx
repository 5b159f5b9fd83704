"use client";

import { Check, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useMessages } from "@/components/messages";
import { Badge, Button, DataTable, formatPercent, SegmentedControl, Switch, type Column } from "@/components/ui";
import type { ProbeResult, Protocol, Verdict } from "@/lib/eval";
import { answerUnder, disagrees, passes } from "./verdict-data";

export interface ProbesTabProps {
  verdict: Verdict;
  protocol: Protocol;
  filter: ProbeFilter;
  onFilter: (filter: ProbeFilter) => void;
}

const GROUPS = ["all", "reliability", "generality", "locality", "portability"] as const;

export interface ProbeFilter {
  readonly group: (typeof GROUPS)[number];
  readonly onlyMisses: boolean;
  readonly onlyDisagreements: boolean;
}

export const EVERY_PROBE: ProbeFilter = { group: "all", onlyMisses: false, onlyDisagreements: false };
/** Rows drawn at first; a batch of hundreds of edits has tens of thousands of probes. */
const PAGE = 100;

/** Every probe with its text, what was expected, and what the model said before and after. */
export function ProbesTab({ verdict, protocol, filter, onFilter }: ProbesTabProps) {
  const t = useMessages().edit.probeTable;
  const [limit, setLimit] = useState(PAGE);
  const columns = useColumns(protocol);
  const groups = GROUPS.filter((group) => group === "all" || verdict.probes.some((probe) => probe.group === group));
  const matching = verdict.probes.filter(
    (probe) =>
      (filter.group === "all" || probe.group === filter.group) &&
      (!filter.onlyMisses || !passes(probe.after, protocol)) &&
      (!filter.onlyDisagreements || disagrees(probe)),
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <div className="max-w-full overflow-x-auto">
          <SegmentedControl
            label={t.filter}
            size="sm"
            value={filter.group}
            onChange={(group) => onFilter({ ...filter, group })}
            options={groups.map((group) => ({ value: group, label: t.groups[group] }))}
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
      <DataTable caption={t.caption} columns={columns} rows={matching.slice(0, limit)} maxHeight="lg" empty={t.none} />
      {matching.length > limit && (
        <Button size="sm" className="self-start" onClick={() => setLimit(limit + PAGE)}>
          {t.showMore(Math.min(PAGE, matching.length - limit))}
        </Button>
      )}
    </div>
  );
}

function useColumns(protocol: Protocol): Column<ProbeResult>[] {
  const messages = useMessages().edit;
  const t = messages.probeTable;
  return [
    {
      key: "prompt",
      header: t.prompt,
      rowHeader: true,
      className: "min-w-52",
      cell: (probe) => (
        <>
          <span className="font-mono break-words">{probe.prompt}</span>
          <span className="mt-1 flex flex-wrap gap-1">
            <Badge>{t.groups[probe.group]}</Badge>
            {probe.kind !== probe.group && <Badge>{messages.probes.kinds[probe.kind] ?? probe.kind}</Badge>}
          </span>
        </>
      ),
    },
    {
      key: "expected",
      header: t.expected,
      cell: (probe) => (
        <>
          <span className="font-mono break-words">{probe.expected}</span>
          {probe.group === "locality" && <span className="block text-xs text-faint">{t.expectedSame}</span>}
        </>
      ),
    },
    { key: "before", header: t.before, cell: (probe) => <Answer answer={probe.before} protocol={protocol} tone="text-before" /> },
    { key: "after", header: t.after, cell: (probe) => <Answer answer={probe.after} protocol={protocol} tone="text-ink" /> },
    { key: "pass", header: t.pass, cell: (probe) => <Pass probe={probe} protocol={protocol} /> },
  ];
}

function Answer({ answer, protocol, tone }: { answer: ProbeResult["after"]; protocol: Protocol; tone: string }) {
  return (
    <>
      <span className={`block max-w-44 font-mono break-words ${tone}`}>{answerUnder(answer, protocol).text.trim() || "␣"}</span>
      <span className="numeric text-xs text-faint">{formatPercent(answer.probability)}</span>
    </>
  );
}

function Pass({ probe, protocol }: { probe: ProbeResult; protocol: Protocol }): ReactNode {
  const t = useMessages().edit.probeTable;
  const { score } = answerUnder(probe.after, protocol);
  if (passes(probe.after, protocol)) {
    return (
      <Badge tone="after" icon={<Check />}>
        {t.passed}
      </Badge>
    );
  }
  return (
    <>
      <Badge tone="danger" icon={<X />}>
        {t.failed}
      </Badge>
      {score > 0 && <span className="mt-0.5 block text-xs text-faint">{t.partly(formatPercent(score))}</span>}
    </>
  );
}
