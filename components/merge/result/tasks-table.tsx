"use client";

import { clsx } from "clsx";
import { useMergeMessages } from "../use-messages";
import { DataTable, formatPercent } from "@/components/ui";
import type { EvolutionScore } from "@/lib/merge";

interface Scored {
  readonly label: string;
  readonly score: EvolutionScore;
  /** The one that the table is about. */
  readonly isChild?: boolean;
}

/** The tasks of several models side by side, with standard errors and their mean; the best of each task stands out. */
export function TasksTable({
  models,
  asked,
}: {
  models: readonly Scored[];
  asked: (task: string) => number | undefined;
}) {
  const t = useMergeMessages();
  const tasks = models[0]?.score.tasks.map(({ id }) => id) ?? [];
  const rows = [...tasks, null];
  const cellOf = (model: Scored, task: string | null) => {
    if (task === null) return { value: model.score.mean, error: model.score.standardError };
    const found = model.score.tasks.find(({ id }) => id === task);
    return found && { value: found.score, error: found.standardError };
  };
  return (
    <DataTable
      caption={t.result.tasks}
      rows={rows}
      rowKey={(task) => task ?? "mean"}
      rowClass={(task) => (task === null ? "border-t-2 border-rule-strong font-medium" : undefined)}
      columns={[
        {
          key: "task",
          header: t.result.task,
          rowHeader: true,
          cell: (task) => (
            <>
              {task === null ? t.result.mean : t.task(task)}
              {task !== null && asked(task) !== undefined && (
                <span className="ml-1.5 text-xs text-faint">{t.result.asked(asked(task)!)}</span>
              )}
            </>
          ),
        },
        ...models.map((model, place) => ({
          key: `${place}`,
          header: model.label,
          numeric: true,
          className: model.isChild ? "bg-accent-wash" : undefined,
          cell: (task: string | null) => {
            const cell = cellOf(model, task);
            if (!cell) return "–";
            const isBest =
              models.length > 1 &&
              models.every((other) => (cellOf(other, task)?.value ?? 0) <= cell.value) &&
              cell.value > 0;
            return (
              <span className={clsx("whitespace-nowrap", isBest && "font-medium text-after")}>
                {formatPercent(cell.value)}
                <span className="ml-1 text-xs font-normal text-faint">± {(cell.error * 100).toFixed(1)}</span>
              </span>
            );
          },
        })),
      ]}
    />
  );
}
