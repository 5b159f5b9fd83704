"use client";

import { clsx } from "clsx";
import { useState } from "react";
import { useMessages } from "@/components/messages";
import { useHistoryMessages } from "@/components/messages/history";
import { ExpectedAnswer } from "@/components/results/expected-answer";
import { Badge, Button, DataTable, formatPercent, SegmentedControl } from "@/components/ui";
import type { ProbeAnswer, ProbeResult, Protocol } from "@/lib/eval";
import { answerUnder, isDisputed, isLeftOpen, isMiss, passes } from "@/lib/eval/results";

type Filter = "all" | "failed" | "disagree";

/** A first screenful; a batch can bring thousands. */
const SHOWN_AT_FIRST = 60;

/** Every probe with the words the model gave, before and after. */
export function ProbeTable({ probes }: { probes: readonly ProbeResult[] }) {
  const t = useMessages();
  const history = useHistoryMessages();
  const words = history.detail;
  const [protocol, setProtocol] = useState<Protocol>("generation");
  const [filter, setFilter] = useState<Filter>("all");
  const [limit, setLimit] = useState(SHOWN_AT_FIRST);
  if (probes.length === 0) return <p className="text-sm text-soft">{words.noProbesAtAll}</p>;

  const matching = probes.filter((probe) => {
    if (filter === "failed") return isMiss(probe, protocol);
    return filter === "all" || isDisputed(probe);
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <SegmentedControl
          size="sm"
          label={words.protocol}
          value={protocol}
          onChange={setProtocol}
          options={[
            { value: "generation", label: t.charts.protocols.generation },
            { value: "teacher-forced", label: t.charts.protocols["teacher-forced"] },
          ]}
        />
        <SegmentedControl
          size="sm"
          label={words.filter}
          value={filter}
          onChange={setFilter}
          options={[
            { value: "all", label: words.filterAll },
            { value: "failed", label: words.filterFailed },
            { value: "disagree", label: words.filterDisagree },
          ]}
        />
        <span className="numeric text-xs text-faint">{words.count(matching.length)}</span>
      </div>
      <DataTable
        caption={words.probesCaption}
        rows={matching.slice(0, limit)}
        rowKey={(probe, index) => `${index}-${probe.prompt}`}
        empty={words.noneMatch}
        columns={[
          { key: "group", header: words.group, cell: (probe) => <Group probe={probe} /> },
          {
            key: "prompt",
            header: words.prompt,
            rowHeader: true,
            className: "min-w-40 font-mono text-xs break-words",
            cell: (probe) => probe.prompt,
          },
          {
            key: "expected",
            header: words.expected,
            className: "font-mono text-xs",
            cell: (probe) => <ExpectedAnswer probe={probe} />,
          },
          {
            key: "before",
            header: words.before,
            cell: (probe) => <Answer answer={probe.before} protocol={protocol} tone="before" />,
          },
          {
            key: "after",
            header: words.after,
            cell: (probe) => <Answer answer={probe.after} protocol={protocol} tone="after" />,
          },
          {
            key: "result",
            header: words.result,
            cell: (probe) => <Result probe={probe} protocol={protocol} />,
          },
        ]}
      />
      {matching.length > limit && (
        <Button size="sm" variant="quiet" className="self-start" onClick={() => setLimit(Infinity)}>
          {words.showAll(matching.length)}
        </Button>
      )}
    </div>
  );
}

function Group({ probe }: { probe: ProbeResult }) {
  const { probeHint } = useMessages().catalog;
  return (
    <span className="block min-w-20 text-xs">
      <span className="block text-ink">{probeHint(probe.group)}</span>
      <span className="block text-faint">{probe.kind}</span>
    </span>
  );
}

function Answer({
  answer,
  protocol,
  tone,
}: {
  answer: ProbeAnswer;
  protocol: Protocol;
  tone: "before" | "after";
}) {
  const words = useHistoryMessages().detail;
  const { text } = answerUnder(answer, protocol);
  return (
    <span className="block min-w-20">
      <span
        className={clsx(
          "block font-mono text-xs break-words",
          tone === "before" ? "text-before" : "text-after",
        )}
      >
        {text.trim() || words.blank}
      </span>
      <span className="numeric block text-xs text-faint">
        {words.probability(formatPercent(answer.probability))}
      </span>
    </span>
  );
}

function Result({ probe, protocol }: { probe: ProbeResult; protocol: Protocol }) {
  const { edit } = useMessages();
  const history = useHistoryMessages();
  const [words, table] = [history.detail, edit.probeTable];
  const isPass = passes(probe.after, protocol);
  if (isLeftOpen(probe.group)) {
    return <span className="text-xs text-faint">{isPass ? table.stayed : table.changed}</span>;
  }
  return (
    <span className="flex flex-col items-start gap-1 whitespace-nowrap">
      <span className={clsx("text-xs", isPass ? "text-after" : "text-danger")}>
        <span aria-hidden>{isPass ? "✓" : "✗"}</span> {isPass ? words.pass : words.fail}
      </span>
      {isDisputed(probe) && <Badge tone="warn">{words.disagree}</Badge>}
    </span>
  );
}
