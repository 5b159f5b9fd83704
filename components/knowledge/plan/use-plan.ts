"use client";

/** The plan of some statements as it is reviewed: planned anew with each tick, and approved as it was looked at. */
import { useMemo, useState } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import { useDebounced } from "@/components/ui";
import { approvePlan, planStatements, proposePlan, type WaitingPlan } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { GraphEntity, GraphRelation, Statement } from "@/lib/knowledge/schemas";
import { useGraph } from "../use-graph";
import { CLOSED, useKnowledgeState } from "../view";

/** Facts about a new object that are checked. */
const CHECKS = 8;
const TYPING_MS = 400;
const NO_ENTITIES: readonly GraphEntity[] = [];
const NO_RELATIONS: readonly GraphRelation[] = [];

export interface Asked {
  /** As it was said, where it was. */
  readonly sentence: string;
  readonly statements: readonly Statement[];
  readonly entities?: readonly GraphEntity[];
  readonly relations?: readonly GraphRelation[];
  /** The plan waits, and another person looks at it. */
  readonly waiting?: WaitingPlan;
}

/** Which entry of which job becomes the version. */
export interface KeptRun {
  readonly jobId: string;
  readonly entry: number;
}

/** What a model is taught of a plan, besides its facts. */
export interface Taught {
  readonly reverse: boolean;
  readonly paraphrases: number;
  readonly aliases: number;
  readonly hops: number;
  readonly rules: number;
}
const TAUGHT: Taught = { reverse: true, paraphrases: 3, aliases: 0, hops: 0, rules: 50 };

export function usePlan({
  sentence,
  statements,
  entities = NO_ENTITIES,
  relations = NO_RELATIONS,
  waiting,
}: Asked) {
  const { graphId } = useGraph();
  const { author, branchId } = useWorkbench();
  const [{ off: unticked }, update] = useKnowledgeState();
  const off = waiting?.unticked ?? unticked;
  const [source, setSource] = useState(waiting?.source ?? "");
  const [taught, setTaught] = useState(TAUGHT);
  const typed = useDebounced(
    useMemo(() => ({ author, source: source.trim() }), [author, source]),
    TYPING_MS,
  );
  const me = typed.author.trim();
  const input = {
    statements: [...statements],
    unticked: [...off],
    entities: [...entities],
    relations: [...relations],
    checks: CHECKS,
    // Whoever looks at a waiting plan is the second person.
    author: waiting?.author ?? me,
    ...(waiting && { approvedBy: me }),
    ...(typed.source !== "" && { source: typed.source }),
  };
  const answer = useQueryOf(
    planStatements,
    { params: { graphId }, input: { ...input, language: "en" as const, ...taught, branchId } },
    { keepPrevious: true, staleTimeMs: 0 },
  );
  const approving = useActionOf(approvePlan);
  const proposing = useActionOf(proposePlan);
  const plan = answer.data;
  const isCurrent = !answer.isPlaceholderData && typed.author === author && typed.source === source.trim();
  const looked = plan && { ...input, plan: plan.plan, ...(sentence !== "" && { sentence }) };

  /** Takes the plan up, with the edits that taught it where there are some. What goes wrong is in `error`. */
  const approve = async (kept?: { readonly run: KeptRun } | { readonly version: string }) => {
    if (looked === undefined) return;
    const asked = {
      ...looked,
      ...(waiting && { proposal: waiting.sequence }),
      ...(kept && { keep: { branchId, reason: sentence, ...kept } }),
    };
    const approved = await approving.mutateAsync({ params: { graphId }, input: asked }).catch(() => null);
    if (approved) update({ done: approved.entry.sequence, wait: undefined });
  };

  /** Leaves the plan to another person, with the run on a quarantine branch where there is one. */
  const propose = async (run?: KeptRun) => {
    if (looked === undefined) return;
    const asked = { ...looked, ...(run && { keep: { branchId, run } }) };
    const proposed = await proposing.mutateAsync({ params: { graphId }, input: asked }).catch(() => null);
    if (proposed) update({ ...CLOSED, wait: proposed.proposal.sequence, tab: "review" }, { history: "push" });
  };

  return {
    plan,
    isCurrent,
    planError: answer.error,
    replan: () => {
      approving.reset();
      proposing.reset();
      void answer.refetch();
    },
    source,
    setSource,
    taught,
    setTaught,
    toggle: waiting
      ? undefined
      : (line: string) =>
          update({ off: off.includes(line) ? off.filter((id) => id !== line) : [...off, line] }),
    approve,
    propose,
    isApproving: approving.isPending || proposing.isPending,
    error: approving.error ?? proposing.error,
  };
}
