"use client";

import { TriangleAlert } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { useMessages } from "@/components/messages";
import { ChatAnswers } from "@/components/results/chat-answers";
import { ErrorNote, Tabs } from "@/components/ui";
import type { Protocol } from "@/lib/eval";
import type { EditJobInput, EditOutcome, Backend } from "@/lib/store";
import { PreflightNotes } from "../preflight/preflight-notes";
import { FailedSteps } from "../run/failed-steps";
import { NextTokenTab } from "./tabs/next-token-tab";
import { EVERY_PROBE, ProbesTab, type ProbeFilter } from "./tabs/probes-tab";
import { RecordTab } from "./tabs/record-tab";
import { RippleGraph } from "./ripple-graph";
import { Says } from "./says";
import { VerdictScores } from "./verdict-scores";
import type { VerdictTab } from "../view-state";
import { WeightsTab } from "./tabs/weights-tab";

interface OutcomePanelProps {
  outcome: EditOutcome;
  input: EditJobInput | undefined;
  place: Backend;
  protocol: Protocol;
  /** The switch between protocols, where it stands nowhere else. */
  protocols: ReactNode;
  tab: VerdictTab;
  onTab: (tab: VerdictTab) => void;
  /** The probes that are shown; set from outside when a score leads to them. */
  filter: ProbeFilter;
  onFilter: (filter: ProbeFilter) => void;
  onAgain: () => void;
  onToComposer: () => void;
}

/** The verdict on one method: its scores, and the details behind them. */
export function OutcomePanel(props: OutcomePanelProps) {
  const { outcome, input, place, protocol, protocols, tab, onTab, filter, onFilter } = props;
  const { edit } = useMessages();
  const t = edit.verdict;
  const { verdict } = outcome;
  const requests = useMemo(() => input?.cases.map(({ request }) => request) ?? [], [input]);
  if (outcome.error) return <ErrorNote error={outcome.error} />;
  if (!verdict) return <p className="text-sm text-soft">{t.notJudged}</p>;
  const content: Record<VerdictTab, () => ReactNode> = {
    probes: () => <ProbesTab verdict={verdict} protocol={protocol} filter={filter} onFilter={onFilter} />,
    next: () => <NextTokenTab verdict={verdict} />,
    weights: () => <WeightsTab verdict={verdict} outcome={outcome} />,
    record: () =>
      input && (
        <RecordTab
          input={input}
          outcome={outcome}
          place={place}
          onAgain={props.onAgain}
          onToComposer={props.onToComposer}
        />
      ),
  };
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Says verdict={verdict} />
      <ChatAnswers verdict={verdict} />
      <RippleGraph verdict={verdict} requests={requests} />
      {protocols}
      <VerdictScores
        verdict={verdict}
        protocol={protocol}
        onSeeDisagreements={() => {
          onFilter({ ...EVERY_PROBE, onlyDisagreements: true });
          onTab("probes");
        }}
      />
      <PreflightNotes
        label={edit.preflight.warnings}
        notes={outcome.report.notes ?? []}
        icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-warn"
      />
      {outcome.failures && <FailedSteps failures={outcome.failures} />}
      <Tabs
        label={t.tabsLabel}
        value={tab}
        onChange={onTab}
        items={(Object.keys(content) as VerdictTab[]).map((value) => ({
          value,
          label: t.tabs[value],
          // Only the open one is made: the table of probes can be long.
          content: value === tab ? content[value]() : null,
        }))}
      />
    </div>
  );
}
