"use client";

import clsx from "clsx";
import { Weight } from "lucide-react";
import { useMemo } from "react";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import { outcomeOf, usualChangeOf } from "@/lib/eval/results";
import type { EditOutcome } from "@/lib/store";
import { ClashNotes } from "../batch/clash-notes";
import { VerdictActions } from "./keep/verdict-actions";
import { OutcomeSentence } from "./outcome-sentence";

const NONE = [] as const;

interface VerdictHeadProps {
  run: EditRun;
  outcome: EditOutcome;
  /** The entry by name, where there are several. */
  name?: string;
  method: string;
  isStale: boolean;
}

/** What the edit did in a sentence, what a person should know beside it, and what can be done with it. */
export function VerdictHead({ run, outcome, name, method, isStale }: VerdictHeadProps) {
  const { edit, ui } = useMessages();
  const { model: current } = useWorkbench();
  const t = edit.verdict;
  const { verdict } = outcome;
  const cases = run.input?.cases ?? NONE;
  const found = useMemo(() => verdict && outcomeOf(verdict, cases), [verdict, cases]);
  const largest = Math.max(0, ...(verdict?.weights ?? NONE).map(({ relative }) => relative));
  const model = run.input?.model;
  const usual = model === undefined ? undefined : usualChangeOf(model, outcome.method);
  const isUsual = usual !== undefined && largest <= usual[1];
  const modelName = (current?.id === model && current?.name) || (model ?? "");
  const place = run.output?.place;
  return (
    <div className="flex flex-col gap-3">
      {found && <OutcomeSentence outcome={found} />}
      <ClashNotes cases={cases} />
      {largest > 1 && (
        <p className={clsx("flex items-start gap-2 text-sm", isUsual ? "text-soft" : "text-warn")}>
          <Weight aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            {t.outcome.largeChange(timesText(largest))}{" "}
            {usual && t.outcome.usualChange(method, timesText(usual[0]), timesText(usual[1]), modelName)}
          </span>
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="numeric text-xs text-faint">
          {name === undefined && `${method} · `}
          {place && t.took(ui.duration(outcome.durationMs), t.places[place])}
        </p>
        <VerdictActions
          run={run}
          outcome={outcome}
          name={name}
          isGood={found?.kind === "took" || found?.kind === "narrow"}
        />
      </div>
      {isStale && <p className="text-xs text-warn">{t.stale}</p>}
    </div>
  );
}

function timesText(times: number): string {
  return String(Number(times.toPrecision(2)));
}
