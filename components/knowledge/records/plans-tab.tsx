"use client";

import { Undo2 } from "lucide-react";
import Link from "next/link";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, EmptyNote, ErrorNote, Menu, shortId, Skeleton, toast } from "@/components/ui";
import type { PlanEntry } from "@/lib/api";
import { PlanLines } from "../plan/plan-lines";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { dayOf, useUndo, type Selection } from "../use-undo";
import { useOpenCard } from "../view";
import { PlanTitle } from "./plan-title";

/** Every approved plan from the newest: who said what, when, and what can be taken back. */
export function PlansTab() {
  const t = useKnowledgeMessages().plans;
  const { data, plans } = useGraph();
  if (data === undefined) return <Skeleton className="h-32 w-full" />;
  if (plans.length === 0) return <EmptyNote title={t.empty} detail={t.emptyDetail} />;
  return <PlanList entries={plans} />;
}

/** Plans with what they changed and Undo. */
export function PlanList({ entries }: { entries: readonly PlanEntry[] }) {
  const t = useKnowledgeMessages();
  const { undo, isPending, error } = useUndo();
  const takeBack = async (selection: Selection) => {
    const result = await undo(selection);
    if (result) toast.success(t.rollback.done(result.undone.length));
  };
  return (
    <>
      {error && <ErrorNote error={error} />}
      <ol className="-mt-3">
        {entries.map((entry) => (
          <Entry
            key={entry.sequence}
            entry={entry}
            isPending={isPending}
            onUndo={(selection) => void takeBack(selection)}
          />
        ))}
      </ol>
    </>
  );
}

interface EntryProps {
  entry: PlanEntry;
  isPending: boolean;
  onUndo: (selection: Selection) => void;
}

function Entry({ entry, isPending, onUndo }: EntryProps) {
  const t = useKnowledgeMessages().plans;
  const { hrefTo } = useWorkbench();
  const open = useOpenCard();
  const { data } = useGraph();
  const words = useWording(data?.names);
  const { sequence, sentence, source, author, at, isActive, lines, fault, version } = entry;
  const done = lines.filter(({ kind, ticked }) => kind !== "check" && ticked);
  return (
    <li className="flex flex-col gap-2 border-b py-3">
      <div className="flex items-start justify-between gap-3">
        <PlanTitle entry={entry} />
        {isActive ? (
          <Menu
            trigger={
              <Button size="sm" icon={<Undo2 />} pending={isPending}>
                {t.undo}
              </Button>
            }
            items={[
              { key: "plan", label: t.undoPlan, onSelect: () => onUndo({ plan: sequence }) },
              {
                key: "author",
                label: t.undoAuthor(author || t.nobody),
                onSelect: () => onUndo({ author }),
              },
              { key: "day", label: t.undoDay(dayOf(at)), onSelect: () => onUndo({ day: dayOf(at) }) },
            ]}
          />
        ) : (
          sentence !== undefined && (
            <Button size="sm" variant="quiet" onClick={() => open({ q: sentence })}>
              {t.again}
            </Button>
          )
        )}
      </div>
      {fault !== undefined && <p className="text-sm text-warn">{t.fault(fault)}</p>}
      <div className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft">
        {version !== undefined && (
          <Link
            href={hrefTo("/history", { v: version })}
            className="text-accent underline-offset-4 hover:underline"
          >
            {t.version(shortId(version))}
          </Link>
        )}
        {source !== undefined && <span className="break-words">{t.source(source)}</span>}
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer text-xs text-soft">{t.lines(done.length)}</summary>
        <div className="pt-2">
          <PlanLines lines={done} words={words} />
        </div>
      </details>
    </li>
  );
}
