"use client";

/** Taking plans back: in the graph, and out of the branch where they were kept as versions. */
import { useWorkbench } from "@/components/shell/workbench";
import { undoPlans, type PlanEntry } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import type { GraphTriple } from "@/lib/knowledge/schemas";
import { useGraph } from "./use-graph";

/** By its number, by who said it, by when, or by the fact that it brought or took out. */
export type Selection = { plan: number } | { author: string } | { day: string } | { fact: GraphTriple };

/** The active plans of a selection, as the server chooses them. */
export function selected(
  plans: readonly PlanEntry[],
  selection: Exclude<Selection, { fact: GraphTriple }>,
): readonly PlanEntry[] {
  return plans.filter(({ isActive, sequence, author, at }) => {
    if (!isActive) return false;
    if ("plan" in selection) return sequence === selection.plan;
    return "author" in selection ? author === selection.author : dayOf(at) === selection.day;
  });
}

export function dayOf(at: string): string {
  return at.slice(0, 10);
}

export function useUndo() {
  const { graphId } = useGraph();
  const { author, branchId } = useWorkbench();
  const { mutateAsync, isPending, error, data, reset } = useActionOf(undoPlans);
  const undo = (selection: Selection) => {
    // The server finds the branch of each version, which may be another model's; where one lies on several, this one comes first.
    const input = { plans: selection, author, branchId };
    // What went wrong is in `error`.
    return mutateAsync({ params: { graphId }, input }).catch(() => null);
  };
  return { undo, isPending, error, result: data, reset };
}
