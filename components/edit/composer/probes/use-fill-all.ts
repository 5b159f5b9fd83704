"use client";

/** Probes of every edit of a list that has none of its own, from the facts that the model knows. */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { toast } from "@/components/ui";
import { suggestProbes } from "@/lib/api";
import { canonicalJson, PalimpsestError } from "@/lib/base";
import { callEndpoint } from "@/lib/client/queries/http";
import { foreignTo, worldIdOf, type EditRequest } from "@/lib/data";
import { hasOwnLines, requestOf, type Draft } from "../draft";
import type { EditDrafts } from "../use-edit-drafts";
import { countOf, filledBy, type Suggested } from "./use-probe-fill";

const NAMELESS = "edit";

export interface FillAll {
  /** Edits that lack probes. */
  readonly count: number;
  readonly isPending: boolean;
  readonly error: PalimpsestError | null;
  readonly fill: () => void;
}

/** Undefined where the model's facts are not known. */
export function useFillAll(edits: EditDrafts): FillAll | undefined {
  const t = useMessages().edit.probes;
  const { modelId } = useWorkbench();
  const facts = useKnownFacts();
  const known = facts.known && [...facts.known];
  /** What a person types meanwhile is not lost. */
  const latest = useRef(edits);
  useEffect(() => {
    latest.current = edits;
  });
  const lacking = useMemo(
    () => edits.drafts.flatMap((draft) => lackingOf(draft, modelId) ?? []),
    [edits.drafts, modelId],
  );
  const asking = useMutation<void, PalimpsestError>({
    mutationFn: async () => {
      const found = new Map<string, Suggested>();
      for (const request of lacking) {
        const call = { params: { worldId: worldIdOf(modelId) }, input: { request, known } };
        const answer = await callEndpoint(suggestProbes, call).catch(orUnknown);
        if (answer) found.set(canonicalJson(request), answer);
      }
      let filled = 0;
      latest.current.changeEach((draft) => {
        const request = lackingOf(draft, modelId);
        const answer = request && found.get(canonicalJson(request));
        const made = request && answer ? filledBy(draft, request, answer, modelId) : undefined;
        if (made) filled++;
        return made;
      });
      if (filled > 0) toast.success(t.filledEdits(filled, lacking.length));
      else toast(t.filledNone);
    },
  });
  if (!facts.isUsable) return undefined;
  return {
    count: lacking.length,
    isPending: asking.isPending,
    error: asking.error,
    fill: () => asking.mutate(),
  };
}

/** The request of an edit without probes, or with those that the world gave another one; null where nothing is lacking. */
function lackingOf(draft: Draft, modelId: string): EditRequest | null {
  const request = requestOf(draft, NAMELESS);
  const isForeign = request !== null && foreignTo(request, draft.writtenFor, modelId) !== undefined;
  return countOf(draft) === 0 || (isForeign && !hasOwnLines(draft)) ? request : null;
}

/** That the world does not know a subject is an answer and no failure. */
function orUnknown(error: unknown): undefined {
  if (error instanceof PalimpsestError && error.code === "not_found") return undefined;
  throw error;
}
