"use client";

import { clsx } from "clsx";
import { Play, Square, TriangleAlert, X } from "lucide-react";
import dynamic from "next/dynamic";
import { RefusalNote } from "@/components/accounts/roles/refusal-note";
import { useMessages } from "@/components/messages";
import { Button, Kbd } from "@/components/ui";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import { RunProgress } from "./run-progress";

/** What Run will run, with its estimated time. */
export interface RunChip {
  readonly name: string;
  /** Absent until it was estimated. */
  readonly durationMs?: readonly [low: number, high: number];
  readonly onRemove?: () => void;
}

// Few runs wait.
const WaitingNote = dynamic(
  () => import("@/components/shell/jobs/waiting-note").then((file) => file.WaitingNote),
  {
    ssr: false,
  },
);

interface RunBarProps {
  run: EditRun;
  chips: readonly RunChip[];
  /** False while their times are of another edit or of other settings. */
  isEstimateCurrent: boolean;
  /** What Run says. */
  label: string;
  /** Why it cannot be run now, in words; null when it can. */
  obstacle: string | null;
  /** Why the person's role does not permit it. */
  refusal?: string;
  onRun: () => void;
}

/**
 * Run with what it will run and, while it runs, how far it is and Cancel. It stays in sight: at the top of the method column, or
 * at the foot of a narrow page. A screen without height gets its room back.
 */
export function RunBar({ run, chips, isEstimateCurrent, label, obstacle, refusal, onRun }: RunBarProps) {
  const t = useMessages().edit.run;
  const isRunning = run.status === "queued" || run.status === "running";
  return (
    <section
      aria-label={t.bar}
      className="sticky bottom-14 z-20 -mx-4 border-t bg-raised px-4 py-3 shadow-float max-lg:not-short:order-last md:bottom-4 md:mx-0 present:md:max-lg:bottom-24 md:rounded-lg md:border lg:top-18 lg:bottom-auto lg:shadow-none short:static"
    >
      {isRunning ? (
        <div className="flex flex-col gap-3">
          <RunProgress run={run} />
          {run.status === "queued" && run.jobId !== undefined && (
            <WaitingNote jobId={run.jobId} onMoveToTab={run.moveToTab} />
          )}
          <Button variant="danger" icon={<Square />} onClick={run.cancel} className="w-full">
            {t.cancel}
          </Button>
        </div>
      ) : (
        <div className="flex flex-col gap-2">
          {obstacle && (
            <p id="run-obstacle" className="flex items-start gap-2 text-sm text-warn">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {obstacle}
            </p>
          )}
          <Button
            variant="primary"
            icon={<Play />}
            onClick={onRun}
            disabled={refusal !== undefined}
            aria-describedby={refusal ? "run-refusal" : obstacle ? "run-obstacle" : undefined}
            aria-keyshortcuts="Control+Enter Meta+Enter"
            data-action="run"
            className="w-full"
          >
            <span className="whitespace-nowrap">{label}</span>
            <span
              aria-hidden
              className="ml-1 hidden whitespace-nowrap md:inline xl:hidden 2xl:inline present:hidden"
            >
              <Kbd>{t.shortcut}</Kbd>
            </span>
          </Button>
          <RefusalNote id="run-refusal" refusal={refusal} />
          <Chips chips={chips} isCurrent={isEstimateCurrent} />
        </div>
      )}
    </section>
  );
}

/** More than these are counted by Run alone. */
const MOST_CHIPS = 6;

function Chips({ chips, isCurrent }: { chips: readonly RunChip[]; isCurrent: boolean }) {
  const { edit, ui } = useMessages();
  const { run: t, preflight } = edit;
  if (chips.length === 0 || chips.length > MOST_CHIPS) return null;
  return (
    <ul
      aria-label={t.chosen}
      className="flex gap-1.5 overflow-x-auto [scrollbar-width:none] lg:flex-wrap lg:overflow-visible"
    >
      {chips.map(({ name, durationMs, onRemove }) => (
        <li
          key={name}
          className="inline-flex min-h-7 shrink-0 items-center gap-1.5 rounded-md border border-accent/40 bg-accent-wash pl-2 text-sm text-accent-strong"
        >
          <span className={clsx("font-medium", !onRemove && !durationMs && "pr-2")}>{name}</span>
          {durationMs && (
            <span
              className={clsx(
                "numeric text-xs",
                isCurrent ? "text-soft" : "text-faint opacity-60",
                !onRemove && "pr-2",
              )}
            >
              {preflight.timeRange(ui.duration(durationMs[0]), ui.duration(durationMs[1]))}
            </span>
          )}
          {onRemove && (
            <button
              type="button"
              aria-label={t.removeChosen(name)}
              onClick={onRemove}
              className="inline-flex size-7 items-center justify-center rounded-md hover:bg-sunken"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
