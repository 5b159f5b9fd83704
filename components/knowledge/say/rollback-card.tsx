"use client";

import { Undo2 } from "lucide-react";
import { Button, ErrorNote } from "@/components/ui";
import type { Interpretation } from "@/lib/knowledge/schemas";
import { PlanTitle } from "../records/plan-title";
import { useGraph } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { dayOf, selected, useUndo } from "../use-undo";
import { AskedAgain } from "./asked-again";

/** What a sentence such as "undo that" would take back, and the button that does it. */
export function RollbackCard({ rollback }: { rollback: NonNullable<Interpretation["rollback"]> }) {
  const t = useKnowledgeMessages().rollback;
  const { plans } = useGraph();
  const { undo, isPending, error, result } = useUndo();
  const selection = selectionOf(rollback, plans.find(({ isActive }) => isActive)?.sequence);
  const found = selection ? selected(plans, selection) : [];

  if (result)
    return (
      <div role="status" className="flex flex-col gap-1 border-l-2 border-after pl-3">
        <p>{t.done(result.undone.length)}</p>
        {result.planned.length > 0 && <p className="text-sm text-soft">{t.planned(result.planned.length)}</p>}
        {result.dependents.length > 0 && (
          <p className="text-sm text-soft">{t.dependents(result.dependents.length)}</p>
        )}
        <AskedAgain undone={result} />
      </div>
    );
  if (selection === undefined || found.length === 0) return <p className="text-soft">{t.nothing}</p>;
  return (
    <section aria-label={t.title} className="flex flex-col items-start gap-3">
      <h4 className="font-sans text-xs font-medium text-faint">{t.title}</h4>
      <ul className="w-full border-t">
        {found.map((entry) => (
          <li key={entry.sequence} className="border-b py-2">
            <PlanTitle entry={entry} />
          </li>
        ))}
      </ul>
      {error && <ErrorNote error={error} />}
      <Button variant="primary" icon={<Undo2 />} pending={isPending} onClick={() => void undo(selection)}>
        {t.undo(found.length)}
      </Button>
    </section>
  );
}

function selectionOf(
  rollback: NonNullable<Interpretation["rollback"]>,
  last: number | undefined,
): Parameters<typeof selected>[1] | undefined {
  switch (rollback.kind) {
    case "last":
      return last === undefined ? undefined : { plan: last };
    case "plan":
      return { plan: rollback.plan };
    case "author":
      return { author: rollback.author };
    case "today":
      return { day: dayOf(new Date().toISOString()) };
  }
}
