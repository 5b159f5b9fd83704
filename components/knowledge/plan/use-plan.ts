"use client";

/** The plan of some statements as it is reviewed: planned anew with each tick, and approved as it was looked at. */
import { useMemo, useState } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import { useDebounced } from "@/components/ui";
import { approvePlan, planStatements } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { GraphEntity, Statement } from "@/lib/knowledge/schemas";
import { useGraph } from "../use-graph";
import { useKnowledgeState } from "../view";

/** Facts about a new object that are checked. */
const CHECKS = 8;
const TYPING_MS = 400;
const NO_ENTITIES: readonly GraphEntity[] = [];

export interface Asked {
  /** As it was said, where it was. */
  readonly sentence: string;
  readonly statements: readonly Statement[];
  readonly entities?: readonly GraphEntity[];
}

/** Which entry of which job becomes the version. */
interface Kept {
  readonly jobId: string;
  readonly entry: number;
}

export function usePlan({ sentence, statements, entities = NO_ENTITIES }: Asked) {
  const { graphId } = useGraph();
  const { author, branchId } = useWorkbench();
  const [{ off }, update] = useKnowledgeState();
  const [source, setSource] = useState("");
  const typed = useDebounced(
    useMemo(() => ({ author, source: source.trim() }), [author, source]),
    TYPING_MS,
  );
  const input = {
    statements: [...statements],
    unticked: off,
    entities: [...entities],
    checks: CHECKS,
    author: typed.author.trim(),
    ...(typed.source !== "" && { source: typed.source }),
  };
  const wording = { language: "en" as const, reverse: true, paraphrases: 3 };
  const answer = useQueryOf(
    planStatements,
    { params: { graphId }, input: { ...input, ...wording } },
    { keepPrevious: true, staleTimeMs: 0 },
  );
  const approving = useActionOf(approvePlan);
  const plan = answer.data;
  const isCurrent = !answer.isPlaceholderData && typed.author === author && typed.source === source.trim();

  /** Takes the plan up, with the edits that taught it where a run is named. What goes wrong is in `error`. */
  const approve = async (run?: Kept) => {
    if (plan === undefined) return;
    const asked = {
      ...input,
      plan: plan.plan,
      ...(sentence !== "" && { sentence }),
      ...(run && { keep: { branchId, run, reason: sentence } }),
    };
    const approved = await approving.mutateAsync({ params: { graphId }, input: asked }).catch(() => null);
    if (approved) update({ done: approved.entry.sequence });
  };

  return {
    plan,
    isCurrent,
    planError: answer.error,
    replan: () => {
      approving.reset();
      void answer.refetch();
    },
    source,
    setSource,
    toggle: (line: string) =>
      update({ off: off.includes(line) ? off.filter((id) => id !== line) : [...off, line] }),
    approve,
    isApproving: approving.isPending,
    error: approving.error,
  };
}
