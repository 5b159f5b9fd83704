"use client";

import { ZoomOut } from "lucide-react";
import { useMemo } from "react";
import { ChartSkeleton, ChartView } from "@/components/charts";
import { retention as chart } from "@/components/charts/retention";
import { useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button, ErrorNote, SegmentedControl } from "@/components/ui";
import { lifelongRetention } from "@/lib/api";
import type { LifelongDetail } from "@/lib/client/runs/use-lifelong";
import { useQueryOf } from "@/lib/client/queries/query";
import { ProtocolSwitch } from "../protocol-switch";
import { heatmapOf, missedEdits, type MissedEdits, type Retention } from "../retention";
import { JUDGED_SCORES } from "../numbers";
import type { EvaluateView, UpdateEvaluate } from "../view";
import { CasePanel } from "./case-panel";

interface RetentionTabProps {
  run: LifelongDetail;
  view: EvaluateView;
  update: UpdateEvaluate;
}

/** Which old edits died: the heatmap, the lost ones by name, and what was said to the probes of the one that is open. */
export function RetentionTab({ run, view, update }: RetentionTabProps) {
  const answer = useQueryOf(lifelongRetention, { params: { runId: run.id } }, { staleTimeMs: 60_000 });
  if (answer.error) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <ChartSkeleton />;
  return <Filled run={run} retention={answer.data} view={view} update={update} />;
}

function Filled({ run, retention, view, update }: RetentionTabProps & { retention: Retention }) {
  const messages = useMessages();
  const evaluate = useEvaluateMessages();
  const t = evaluate.retention;
  const { group: metric, protocol, part, edit, at } = view;
  const data = useMemo(
    () => heatmapOf(retention, { metric, protocol, part, edit, at }),
    [retention, metric, protocol, part, edit, at],
  );
  const isWide = data.columns.some(({ first, last }) => last > first);
  const missed = missedEdits(retention, { metric, protocol, at });
  const open = (next: number, after: number | undefined) =>
    update({ edit: next, at: after }, { history: "push" });

  const onPoint = (row: number) => {
    const { column, checkpoint } = data.cells[row];
    const { first, last } = data.columns[column];
    if (last > first) update({ part: [first, last], at: data.checkpoints[checkpoint] }, { history: "push" });
    else open(first, data.checkpoints[checkpoint]);
  };
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <SegmentedControl
          label={t.group}
          size="sm"
          value={metric}
          onChange={(next) => update({ group: next })}
          options={JUDGED_SCORES.map((value) => ({ value, label: messages.charts.metric(value) }))}
        />
        <ProtocolSwitch view={view} update={update} />
      </div>
      <ChartView
        chart={chart}
        data={data}
        onPoint={onPoint}
        note={isWide ? messages.charts.retention.legendMany : messages.charts.retention.legend}
        empty={t.none}
        aside={
          part && (
            <Button size="sm" icon={<ZoomOut />} onClick={() => update({ part: undefined })}>
              {t.whole}
            </Button>
          )
        }
      />
      <MissedList
        retention={retention}
        edits={missed.edits}
        at={missed.at}
        chosen={edit}
        onOpen={(next) => open(next, missed.at)}
      />
      {edit !== undefined && (
        <CasePanel
          run={run}
          edit={edit}
          lost={missed.edits.lost}
          scores={missed.cases[edit - 1]}
          view={view}
          update={update}
          canKeep={run.state?.rows.at(-1)?.edits}
        />
      )}
    </div>
  );
}

interface MissedListProps {
  retention: Retention;
  edits: MissedEdits;
  at: number | undefined;
  chosen: number | undefined;
  onOpen: (edit: number) => void;
}

/** A first handful by name; the others are in the heatmap, and one step away from each other. */
const NAMED = 12;

function MissedList({ at, edits: { lost, neverTook, replaced }, ...props }: MissedListProps) {
  const t = useEvaluateMessages().retention;
  if (at === undefined) return null;
  return (
    <section aria-label={t.missedLabel} className="flex min-w-0 flex-col gap-3">
      <Named
        {...props}
        title={t.lost(lost.length, Math.min(at, props.retention.edits.length), at)}
        edits={lost}
      />
      {neverTook.length > 0 && <Named {...props} title={t.neverTook(neverTook.length)} edits={neverTook} />}
      {replaced.length > 0 && <Named {...props} title={t.replaced(replaced.length)} edits={replaced} />}
    </section>
  );
}

interface NamedProps extends Pick<MissedListProps, "retention" | "chosen" | "onOpen"> {
  title: string;
  edits: readonly number[];
}

function Named({ title, retention, edits, chosen, onOpen }: NamedProps) {
  const t = useEvaluateMessages().retention;
  return (
    <div className="min-w-0">
      <p className="text-sm text-soft">{title}</p>
      <ul className="mt-2 flex flex-wrap gap-1.5">
        {edits.slice(0, NAMED).map((edit) => (
          <li key={edit}>
            <Button
              size="sm"
              variant={edit === chosen ? "secondary" : "quiet"}
              aria-pressed={edit === chosen}
              onClick={() => onOpen(edit)}
            >
              {t.named(edit, retention.edits[edit - 1]?.subject ?? "")}
            </Button>
          </li>
        ))}
        {edits.length > NAMED && (
          <li className="self-center text-xs text-faint">{t.moreLost(edits.length - NAMED)}</li>
        )}
      </ul>
    </div>
  );
}
