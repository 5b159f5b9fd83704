"use client";

import { useHistoryMessages } from "@/components/messages/history";
import { Continuation } from "@/components/results/continuation";
import { ChartView } from "@/components/charts";
import { deltaNorms } from "@/components/charts/delta-norms";
import { nextTokenBars } from "@/components/charts/next-token-bars";
import { Tabs } from "@/components/ui";
import type { Verdict } from "@/lib/eval";
import type { MeasurementRecord, ListedVersion } from "@/lib/store";
import { useHistoryView, type DetailTab } from "../view";
import { ProbeTable } from "./probe-table";
import { RecordView } from "./record";

/** Behind the scores: what the model said, what it would say next, every probe, the weights, the record. */
export function Evidence({
  version,
  measurement,
}: {
  version: ListedVersion;
  measurement: MeasurementRecord | null;
}) {
  const t = useHistoryMessages().detail;
  const [{ tab }, update] = useHistoryView();
  const record = {
    value: "record",
    label: t.tabs.record,
    content: <RecordView version={version} measurement={measurement} />,
  } as const;
  const verdict = measurement?.verdict;
  const items = verdict
    ? ([
        { value: "says", label: t.tabs.says, content: <Says verdict={verdict} /> },
        { value: "next", label: t.tabs.next, content: <NextTokens verdict={verdict} /> },
        { value: "probes", label: t.tabs.probes, content: <ProbeTable probes={verdict.probes} /> },
        { value: "weights", label: t.tabs.weights, content: <Weights verdict={verdict} /> },
        record,
      ] as const)
    : [record];
  const shown = items.some((item) => item.value === tab) ? tab : "record";
  return (
    <Tabs<DetailTab>
      label={t.measured}
      value={shown}
      onChange={(next) => update({ tab: next })}
      items={items}
    />
  );
}

/** As many as a reader can take in; the record has the rest. */
const SHOWN = 50;

function Says({ verdict }: { verdict: Verdict }) {
  const t = useHistoryMessages().detail;
  return (
    <ul aria-label={t.saysCaption} className="flex flex-col gap-6">
      {verdict.says.slice(0, SHOWN).map(({ prompt, before, after }) => (
        <li key={prompt}>
          <p className="font-mono text-sm break-words text-soft">{prompt}</p>
          <div className="mt-2 grid gap-3 sm:grid-cols-2">
            <Continuation label={t.before} tone="before" text={before} other={after} />
            <Continuation label={t.after} tone="after" text={after} other={before} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function NextTokens({ verdict }: { verdict: Verdict }) {
  return (
    <div className="flex flex-col gap-8">
      {verdict.nextTokens.slice(0, SHOWN).map((data) => (
        <ChartView key={data.prompt} chart={nextTokenBars} data={data} />
      ))}
    </div>
  );
}

function Weights({ verdict }: { verdict: Verdict }) {
  const t = useHistoryMessages().detail;
  return <ChartView chart={deltaNorms} data={{ weights: verdict.weights }} empty={t.weightsNone} />;
}
