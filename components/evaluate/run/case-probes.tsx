"use client";

import { clsx } from "clsx";
import type { z } from "zod";
import { useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { ExpectedAnswer } from "@/components/results/expected-answer";
import { SaidAnswer } from "@/components/results/said-answer";
import { DataTable } from "@/components/ui";
import type { lifelongCase } from "@/lib/api";
import type { ProbeAnswer, Protocol } from "@/lib/eval";
import { isComparedWithBase, isLeftOpen, passes } from "@/lib/eval/results";

type Probe = z.infer<typeof lifelongCase.output>["probes"][number];

interface CaseProbesProps {
  probes: readonly Probe[];
  /** The checkpoint that is looked at; absent when no texts were kept. */
  at: number | undefined;
  protocol: Protocol;
  onlyLost: boolean;
  /** False where the edit never answered its own prompt: what it never had, it has not lost. */
  hasTaken: boolean;
  /** Whether a later edit of the run gave the same fact another target. */
  isReplaced: boolean;
}

/** Every probe of an edit with the text that was expected, what the base says, and what was said at a checkpoint. */
export function CaseProbes({ probes, at, protocol, onlyLost, hasTaken, isReplaced }: CaseProbesProps) {
  const messages = useMessages();
  const evaluate = useEvaluateMessages();
  const t = evaluate.case;
  const missText = (group: string) =>
    isComparedWithBase(group) ? t.lost : isReplaced ? t.wasReplaced : hasTaken ? t.lost : t.missed;
  const answerOf = (probe: Probe) => probe.checkpoints.find(({ edits }) => edits === at)?.answer;
  const shown = onlyLost
    ? probes.filter((probe) => !isLeftOpen(probe.group) && !holds(answerOf(probe), protocol))
    : probes;
  return (
    <DataTable
      caption={t.caption}
      rows={shown}
      rowKey={(probe, index) => `${index} ${probe.prompt}`}
      empty={t.noneLost}
      columns={[
        {
          key: "group",
          header: t.group,
          cell: ({ group, kind }) => (
            <span className="block min-w-20 text-xs">
              <span className="block text-ink">{messages.catalog.probeGroup(group)}</span>
              <span className="block text-faint">{kind}</span>
            </span>
          ),
        },
        {
          key: "prompt",
          header: t.prompt,
          rowHeader: true,
          className: "min-w-40 font-mono text-xs break-words",
          cell: ({ prompt }) => prompt,
        },
        {
          key: "expected",
          header: t.expected,
          className: "font-mono text-xs",
          cell: (probe) => (isComparedWithBase(probe.group) ? t.asBefore : <ExpectedAnswer probe={probe} />),
        },
        {
          key: "base",
          header: t.base,
          cell: (probe) => <Said probe={probe} answer={probe.base} tone="text-before" />,
        },
        {
          key: "said",
          header: at === undefined ? t.said : t.saidAfter(at),
          cell: (probe) => <Said probe={probe} answer={answerOf(probe)} tone="text-after" />,
        },
        {
          key: "result",
          header: t.result,
          cell: (probe) => (
            <Result
              probe={probe}
              answer={answerOf(probe)}
              protocol={protocol}
              missText={missText(probe.group)}
            />
          ),
        },
      ]}
    />
  );
}

function holds(answer: ProbeAnswer | undefined, protocol: Protocol): boolean {
  return answer !== undefined && passes(answer, protocol);
}

function Said({ probe, answer, tone }: { probe: Probe; answer: ProbeAnswer | undefined; tone: string }) {
  const t = useEvaluateMessages().case;
  if (!answer) return <span className="text-xs text-faint">{t.noText}</span>;
  return (
    <span className="block min-w-20 text-xs">
      <SaidAnswer probe={probe} answer={answer} tone={tone} />
    </span>
  );
}

function Result({
  probe,
  answer,
  protocol,
  missText,
}: {
  missText: string;
  probe: Probe;
  answer: ProbeAnswer | undefined;
  protocol: Protocol;
}) {
  const { edit } = useMessages();
  const evaluate = useEvaluateMessages();
  const t = evaluate.case;
  if (!answer) return <span className="text-faint">–</span>;
  const isHeld = holds(answer, protocol);
  if (isLeftOpen(probe.group)) {
    const { stayed, changed } = edit.probeTable;
    return <span className="text-xs text-faint">{isHeld ? stayed : changed}</span>;
  }
  return (
    <span className={clsx("text-xs whitespace-nowrap", isHeld ? "text-after" : "text-danger")}>
      <span aria-hidden>{isHeld ? "✓" : "✗"}</span> {isHeld ? t.held : missText}
    </span>
  );
}
