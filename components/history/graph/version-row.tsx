"use client";

import { clsx } from "clsx";
import { memo, useEffect, useState } from "react";
import { useMessages } from "@/components/messages";
import { useHistoryMessages } from "@/components/messages/history";
import { Badge, formatPercent, formatTime } from "@/components/ui";
import { versionScores } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { METRICS } from "@/lib/eval/results";
import { useLanguageTag } from "../use-history";
import { LaneDrawing, ROW_HEIGHT_REM, toneClass } from "./lane-drawing";
import type { GraphRow } from "./layout";

interface VersionRowProps {
  id: string;
  row: GraphRow;
  position: number;
  count: number;
  laneCount: number;
  title: string;
  /** The method's name, for an edit; otherwise what kind of version it is. */
  madeBy: string;
  /** Index of each branch in the drawing order, by id. */
  toneOf: ReadonlyMap<string, number>;
  checkedOutBranch: string;
  isSelected: boolean;
  isActive: boolean;
  onSelect: (id: string) => void;
}

/** One version: its place in the graph, what it changed, who did it and what it scored. */
export const VersionRow = memo(function VersionRow(props: VersionRowProps) {
  const { row, isSelected } = props;
  const t = useHistoryMessages();
  const language = useLanguageTag();
  const { version } = row;
  const time = formatTime(version.createdAt, language);
  const isCheckedOut = row.heads.some((branch) => branch.id === props.checkedOutBranch);
  return (
    <div
      id={props.id}
      role="option"
      aria-selected={isSelected}
      aria-setsize={props.count}
      aria-posinset={props.position + 1}
      onClick={() => props.onSelect(version.id)}
      style={{ height: `${ROW_HEIGHT_REM}rem`, top: `${props.position * ROW_HEIGHT_REM}rem` }}
      className={clsx(
        "absolute inset-x-0 flex cursor-pointer gap-2 border-l-2 pr-3 pl-1",
        isSelected ? "border-accent bg-raised" : "border-transparent hover:bg-sunken",
        props.isActive &&
          "group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-focus",
      )}
    >
      <LaneDrawing row={row} laneCount={props.laneCount} isCheckedOut={isCheckedOut} />
      <div className={clsx("min-w-0 flex-1 border-b pt-3", row.standing !== "held" && "text-soft")}>
        <div className="flex items-baseline gap-2">
          <p
            className={clsx(
              "min-w-0 flex-1 truncate font-display text-base",
              row.standing === "held" && "text-ink",
            )}
          >
            {props.title}
          </p>
          <Standing row={row} toneOf={props.toneOf} checkedOutBranch={props.checkedOutBranch} />
        </div>
        <p className="truncate text-xs text-faint">
          <span className="font-medium text-soft">{props.madeBy}</span>
          {" · "}
          {version.change.kind === "checkpoint"
            ? time
            : t.graph.byAt(version.author || t.graph.anonymous, time)}
        </p>
        <div className="mt-0.5 flex items-baseline gap-3 text-xs">
          <p className="min-w-0 flex-1 truncate text-soft italic">{version.reason}</p>
          {version.change.kind === "edit" && <ScoreSummary versionId={version.id} />}
        </div>
      </div>
    </div>
  );
});

function Standing({
  row,
  toneOf,
  checkedOutBranch,
}: Pick<VersionRowProps, "row" | "toneOf" | "checkedOutBranch">) {
  const t = useHistoryMessages().graph;
  if (row.heads.length > 0) {
    return (
      <span className="flex shrink-0 gap-1">
        {row.heads.map((branch) => (
          <Badge key={branch.id} tone={branch.id === checkedOutBranch ? "accent" : "neutral"}>
            <span
              aria-hidden
              className={clsx("size-2 rounded-full bg-current", toneClass(toneOf.get(branch.id) ?? null))}
            />
            <span className="max-w-24 truncate">{branch.name}</span>
            <span className={branch.id === checkedOutBranch ? "font-normal" : "sr-only"}>{t.head}</span>
          </Badge>
        ))}
      </span>
    );
  }
  if (row.standing === "held") return null;
  return (
    <span
      className="shrink-0 text-xs text-faint"
      title={row.standing === "undone" ? t.undoneHint : t.looseHint}
    >
      {t[row.standing]}
    </span>
  );
}

/** Rows that only pass by in a fast scroll ask for nothing. */
const SETTLED_MS = 180;

/** The goals that pull against each other: does the edit hold, and did the rest stay. */
const HEADLINES = METRICS.all.filter(({ prominence }) => prominence === "headline").map(({ id }) => id);

function ScoreSummary({ versionId }: { versionId: string }) {
  const t = useMessages();
  const history = useHistoryMessages();
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLED_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data } = useQueryOf(
    versionScores,
    { params: { versionId } },
    { enabled: isSettled, staleTimeMs: Infinity },
  );
  if (!data) return null;
  return (
    <p className="flex shrink-0 gap-2 text-faint" title={history.graph.scores}>
      {HEADLINES.map((metric) => {
        const after = data.metrics.find(
          (result) => result.metric === metric && result.protocol === "generation",
        )?.after;
        return (
          after && (
            <span key={metric}>
              {t.charts.metric(metric)} <span className="numeric text-ink">{formatPercent(after.mean)}</span>
            </span>
          )
        );
      })}
    </p>
  );
}
