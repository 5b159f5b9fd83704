"use client";

import { Pin, PinOff, Search } from "lucide-react";
import { useLanguage, useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import {
  DataTable,
  formatPercent,
  formatTime,
  IconButton,
  SegmentedControl,
  Select,
  TextInput,
  type Column,
} from "@/components/ui";
import { lastRow, measured, SCORES, type NamedRun } from "./numbers";
import { ProtocolSwitch } from "./protocol-switch";
import { StatusBadge } from "./status-badge";
import { isOpenRun, useMethodCards } from "./use-runs";
import { STATES, type EvaluateView, type UpdateEvaluate } from "./view";

interface RunTableProps {
  runs: readonly NamedRun[];
  view: EvaluateView;
  update: UpdateEvaluate;
}

const MOST_PINS = 12;

/** Every run with its scores after its last checkpoint: searched, filtered, opened, and pinned to be compared. */
export function RunTable({ runs, view, update }: RunTableProps) {
  const t = useEvaluateMessages().table;
  const shown = matching(runs, view);
  return (
    <section aria-labelledby="runs-title" className="min-w-0">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-rule-strong pb-2">
        <h2 id="runs-title" className="text-xl">
          {t.title}
        </h2>
        <ProtocolSwitch view={view} update={update} />
      </div>
      <Filters runs={runs} view={view} update={update} />
      <p className="mt-2 mb-1 text-xs text-faint">
        {t.reading(shown.length, runs.length)} {view.pin.length < 2 && runs.length > 1 && t.pinHint}
      </p>
      <DataTable
        caption={t.caption}
        maxHeight="lg"
        rows={shown}
        rowKey={({ run }) => run.id}
        empty={t.noneMatch}
        isDense
        columns={useColumns(view, update)}
        rowClass={({ run }) => (view.pin.includes(run.id) ? "bg-accent-wash/40" : undefined)}
      />
    </section>
  );
}

function Filters({ runs, view, update }: RunTableProps) {
  const t = useEvaluateMessages().table;
  const { nameOf } = useMethodCards();
  const methods = [...new Set(runs.map(({ run }) => run.method))].sort();
  return (
    <div className="flex flex-wrap items-center gap-3">
      <div className="relative min-w-48 flex-1 sm:max-w-xs">
        <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
        <TextInput
          type="search"
          aria-label={t.search}
          placeholder={t.search}
          value={view.q}
          onChange={(event) => update({ q: event.target.value })}
          className="pl-9"
        />
      </div>
      <Select
        aria-label={t.method}
        value={view.only ?? ""}
        onChange={(only) => update({ only: only || undefined })}
        options={[
          { value: "", label: t.everyMethod },
          ...methods.map((method) => ({ value: method, label: nameOf(method) })),
        ]}
      />
      <SegmentedControl
        label={t.state}
        value={view.state}
        onChange={(state) => update({ state })}
        options={STATES.map((value) => ({ value, label: t.states[value] }))}
      />
    </div>
  );
}

/** Every word that is typed must stand in the name, the settings or the id of the run. */
function matching(runs: readonly NamedRun[], { q, only, state }: EvaluateView): NamedRun[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter(({ run, name }) => {
    if (only !== undefined && run.method !== only) return false;
    if (state !== "all" && isOpenRun(run) !== (state === "open")) return false;
    const text = `${name} ${run.method} ${run.id} ${JSON.stringify(run.parameters)} ${run.settings.count}`;
    return words.every((word) => text.toLowerCase().includes(word));
  });
}

function useColumns(view: EvaluateView, update: UpdateEvaluate): Column<NamedRun>[] {
  const messages = useMessages();
  const evaluate = useEvaluateMessages();
  const { language } = useLanguage();
  const t = evaluate.table;
  const toggle = (id: string) =>
    update({ pin: view.pin.includes(id) ? view.pin.filter((other) => other !== id) : [...view.pin, id] });
  return [
    {
      key: "pin",
      header: <span className="sr-only">{t.pinned}</span>,
      cell: ({ run, name }) => {
        const isPinned = view.pin.includes(run.id);
        return (
          <IconButton
            size="sm"
            label={t.pin(name)}
            aria-pressed={isPinned}
            disabled={!isPinned && view.pin.length >= MOST_PINS}
            icon={isPinned ? <PinOff className="text-accent" /> : <Pin />}
            onClick={() => toggle(run.id)}
            className="-my-1.5"
          />
        );
      },
    },
    {
      key: "run",
      header: t.run,
      rowHeader: true,
      className: "min-w-36",
      cell: ({ run, name }) => (
        <>
          <button
            type="button"
            onClick={() => update({ run: run.id, start: undefined }, { history: "push" })}
            className="min-h-6 text-left font-medium text-accent underline decoration-rule-strong underline-offset-4 hover:decoration-accent"
          >
            {name}
          </button>
          <span className="block text-xs text-faint">{formatTime(run.updatedAt, language)}</span>
        </>
      ),
    },
    {
      key: "edits",
      header: t.edits,
      numeric: true,
      cell: ({ run }) => t.progress(run.state?.edits ?? 0, run.settings.count),
    },
    ...SCORES.map((quantity): Column<NamedRun> => ({
      key: quantity,
      header: messages.charts.metric(quantity),
      numeric: true,
      cell: ({ run }) => {
        const row = lastRow(run);
        const found = row && measured(row, quantity, view.protocol);
        if (!found) return <span className="text-faint">–</span>;
        const { value, score } = found;
        const [low, high] = score?.interval95 ?? [value, value];
        return (
          <>
            {formatPercent(value)}
            <span className="block text-xs whitespace-nowrap text-faint">
              {formatPercent(low)}–{formatPercent(high)}
            </span>
          </>
        );
      },
    })),
    {
      key: "seconds",
      header: t.perEdit,
      numeric: true,
      className: "whitespace-nowrap",
      cell: ({ run }) => {
        const row = lastRow(run);
        return row ? messages.ui.duration(row.secondsAnEdit * 1000) : <span className="text-faint">–</span>;
      },
    },
    { key: "state", header: t.state, cell: ({ run }) => <StatusBadge status={run.jobStatus} /> },
  ];
}
