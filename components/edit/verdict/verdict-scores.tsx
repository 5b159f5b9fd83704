"use client";

import { GitCompareArrows } from "lucide-react";
import { ChartView } from "@/components/charts";
import { scoreBars } from "@/components/charts/score-bars";
import { useMessages } from "@/components/messages";
import { Button, SegmentedControl } from "@/components/ui";
import type { Protocol, Verdict } from "@/lib/eval";
import { ScoreNotes } from "./score-notes";
import { scoreBarsData } from "./verdict-data";

interface ProtocolSwitchProps {
  protocol: Protocol;
  onProtocol: (protocol: Protocol) => void;
}

/** Which of the two ways of judging is shown, and what it means. */
export function ProtocolSwitch({ protocol, onProtocol }: ProtocolSwitchProps) {
  const t = useMessages().edit.verdict;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <SegmentedControl
        label={t.protocol}
        size="sm"
        value={protocol}
        onChange={onProtocol}
        options={[
          {
            value: "teacher-forced",
            label: <span className="whitespace-nowrap">{t.protocols["teacher-forced"]}</span>,
          },
          { value: "generation", label: t.protocols.generation },
        ]}
      />
      <p className="text-xs text-faint">{t.protocolDetail[protocol]}</p>
    </div>
  );
}

interface VerdictScoresProps {
  verdict: Verdict;
  protocol: Protocol;
  onSeeDisagreements: () => void;
}

/** Every score, and whether the two protocols agree. */
export function VerdictScores({ verdict, protocol, onSeeDisagreements }: VerdictScoresProps) {
  const messages = useMessages();
  const t = messages.edit.verdict;
  return (
    <div className="flex flex-col gap-3">
      <ChartView
        chart={scoreBars}
        data={scoreBarsData(verdict, protocol)}
        aside={<ScoreNotes />}
        note={messages.charts.scoreBars.legend}
      />
      {verdict.probes.length > 0 && verdict.disagreements === 0 && (
        <p className="text-xs text-faint">{t.agree}</p>
      )}
      {verdict.disagreements > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-l-2 border-warn bg-warn-wash py-2 pr-3 pl-3 text-sm">
          <GitCompareArrows aria-hidden className="size-4 shrink-0 text-warn" />
          <span className="min-w-0 flex-1">{t.disagree(verdict.disagreements, verdict.probes.length)}</span>
          <Button size="sm" variant="quiet" onClick={onSeeDisagreements}>
            {t.seeDisagreements}
          </Button>
        </div>
      )}
    </div>
  );
}
