"use client";

/** Probes of the open edit from the facts that the model knows: asked for by a button, and anew when the edit becomes another. */
import type { z } from "zod";
import { useEffect, useEffectEvent } from "react";
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { toast, useDebounced } from "@/components/ui";
import { suggestProbes } from "@/lib/api";
import { canonicalJson, type PalimpsestError } from "@/lib/base";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { foreignTo, worldIdOf, writtenFor, type EditRequest, type Foreign } from "@/lib/data";
import { hasOwnLines, probesOf, requestOf, type Draft } from "../draft";

export type Suggested = z.infer<typeof suggestProbes.output>;

/** People pause while they type a name. */
const SETTLED_MS = 600;

interface ProbeFill {
  /** The request of the draft; null while it is not complete. */
  readonly request: EditRequest | null;
  /** In which way the probes are another edit's; undefined when they are this one's. */
  readonly foreign: Foreign | undefined;
  readonly canFill: boolean;
  readonly isUnasked: boolean;
  readonly isPending: boolean;
  readonly error: PalimpsestError | null;
  readonly fill: () => void;
  /** Takes the probes that are there for this edit's own. */
  readonly adopt: () => void;
}

/** What a draft becomes by what the world suggests for its request; undefined when that is nothing. */
export function filledBy(draft: Draft, asked: EditRequest, found: Suggested, modelId: string) {
  const probes = probesOf({ ...found, writtenFor: writtenFor(asked, modelId) });
  if (countOf(probes) === 0) return undefined;
  // The true answer is that of a subject and a prompt.
  const foreign = foreignTo(asked, draft.writtenFor, modelId);
  const isOther = foreign !== undefined && foreign !== "target";
  return { ...probes, ...((isOther || draft.truth === "") && { truth: found.targetTrue ?? "" }) };
}

type Probes = Pick<Draft, "rephrasings" | "neighbours" | "consequences" | "mayChange">;

export function countOf({ rephrasings, neighbours, consequences, mayChange }: Probes): number {
  return rephrasings.length + neighbours.length + consequences.length + mayChange.length;
}

export function useProbeFill(draft: Draft, onChange: (change: Partial<Draft>) => void): ProbeFill {
  const t = useMessages().edit.probes;
  const { modelId } = useWorkbench();
  const facts = useKnownFacts();
  const suggest = useActionOf(suggestProbes);
  const request = requestOf(draft, "edit-1");
  const foreign = request ? foreignTo(request, draft.writtenFor, modelId) : undefined;

  /** How many probes were filled in. */
  const put = (asked: EditRequest, found: Suggested): number => {
    const made = filledBy(draft, asked, found, modelId);
    if (made) onChange(made);
    return made ? countOf(made) : 0;
  };
  const known = facts.known && [...facts.known];
  const fill = () => {
    if (!request) return;
    suggest
      .mutateAsync({ params: { worldId: worldIdOf(modelId) }, input: { request, known } })
      .then((found) => {
        const count = put(request, found);
        return count > 0 ? toast.success(t.filled(count)) : toast(t.filledNone);
      })
      .catch(() => undefined);
  };

  // What a person wrote by hand is never replaced unasked.
  const isFromWorld = draft.writtenFor?.model !== undefined && !hasOwnLines(draft);
  const wanted = foreign !== undefined && isFromWorld && facts.isUsable ? request : null;
  const settled = useDebounced(wanted, SETTLED_MS);
  const isSettled = settled !== null && canonicalJson(settled) === canonicalJson(wanted);
  const found = useQueryOf(
    suggestProbes,
    // Not asked without one.
    { params: { worldId: worldIdOf(modelId) }, input: { request: settled as EditRequest, known } },
    { enabled: isSettled, staleTimeMs: Number.POSITIVE_INFINITY },
  );
  // What the world does not know stays marked as another edit's.
  const refill = useEffectEvent(() => {
    if (isSettled && found.data) put(settled, found.data);
  });
  useEffect(() => refill(), [isSettled, found.data]);

  const error = suggest.error ?? found.error;
  return {
    request,
    foreign,
    canFill: request !== null && facts.isUsable,
    isUnasked: facts.status === "unasked",
    isPending: suggest.isPending || found.isFetching,
    // That the world does not know a subject is an answer and no failure.
    error: error && error.code !== "not_found" ? error : null,
    fill,
    adopt: () => request && onChange({ writtenFor: writtenFor(request) }),
  };
}
