"use client";

/** What the History page knows and can do: the graph of the model, and the actions with what they say afterwards. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useLanguage } from "@/components/messages";
import { useHistoryMessages } from "@/components/messages/history";
import { useWorkbench } from "@/components/shell/workbench";
import { toast, useErrorWords } from "@/components/ui";
import { createBranch, moveBranch, redo, undo, versionGraph, without } from "@/lib/api";
import { type PalimpsestError } from "@/lib/base";
import { invalidate } from "@/lib/client/queries/invalidate";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { ListedVersion } from "@/lib/store";
import { indexVersions } from "./ancestry";
import { describeVersion } from "./describe";
import { layoutGraph } from "./graph/layout";

/** The version graph of the current model, laid out; null until it has arrived. */
export function useGraph() {
  const { modelId } = useWorkbench();
  const query = useQueryOf(versionGraph, { input: { model: modelId } });
  const { data } = query;
  const graph = useMemo(() => {
    if (!data) return null;
    return {
      index: indexVersions(data.versions),
      layout: layoutGraph(data.versions, data.branches),
      branches: data.branches,
    };
  }, [data]);
  return { graph, error: query.error, refetch: query.refetch };
}

export type Graph = NonNullable<ReturnType<typeof useGraph>["graph"]>;

/** A function that names versions in the language of the page. */
export function useNaming(index: Graph["index"]) {
  const history = useHistoryMessages();
  const modelName = useWorkbench().model?.name;
  return useCallback(
    (version: ListedVersion) => describeVersion(version, index, history, modelName),
    [index, history, modelName],
  );
}

/** The actions of the page. Each says what it did, and explains when it could not. */
export function useHistoryActions(index: Graph["index"]) {
  const history = useHistoryMessages();
  const words = history.toast;
  const { modelId, branchId, branchName, author, setBranch } = useWorkbench();
  const fail = useFailureToast();
  const name = useNaming(index);
  const undoing = useActionOf(undo);
  const redoing = useActionOf(redo);
  const moving = useActionOf(moveBranch);
  const branching = useActionOf(createBranch);
  const removing = useActionOf(without);
  const params = { branchId };

  return {
    isMoving: undoing.isPending || redoing.isPending || moving.isPending,
    isBranching: branching.isPending,
    isRemoving: removing.isPending,
    undo: () =>
      undoing.mutate(
        { params },
        {
          onSuccess: (version) =>
            toast(words.undone(name(version).title), { description: words.undoneDetail }),
          onError: fail,
        },
      ),
    redo: () =>
      redoing.mutate(
        { params },
        { onSuccess: (version) => toast(words.redone(name(version).title)), onError: fail },
      ),
    checkOut: (version: ListedVersion) =>
      moving.mutate(
        { params, input: { head: version.id } },
        { onSuccess: () => toast(words.checkedOut(branchName, name(version).title)), onError: fail },
      ),
    branchFrom: (version: ListedVersion, branch: string, onDone: () => void) =>
      branching.mutate(
        { input: { model: modelId, name: branch, head: version.id } },
        {
          onSuccess: () => {
            onDone();
            setBranch(branch);
            toast(words.branched(branch));
          },
          onError: fail,
        },
      ),
    takeOut: (version: ListedVersion, reason: string, onDone: (made: ListedVersion) => void) =>
      removing.mutate(
        { params, input: { removed: version.id, author, reason } },
        {
          onSuccess: ({ version: made, dependents }) => {
            onDone(made);
            toast(words.takenOut(name(version).title), {
              description: words.takenOutDetail(dependents.length),
            });
          },
          onError: fail,
        },
      ),
  };
}

/** Shows why something failed. A conflict means that the page is behind, so the graph is asked again. */
export function useFailureToast() {
  const history = useHistoryMessages();
  const words = useErrorWords();
  const client = useQueryClient();
  return (error: PalimpsestError) => {
    const isConflict = error.code === "conflict";
    if (isConflict) void invalidate(client, versionGraph.id);
    const { title, message, original, ...said } = words(error);
    const hint = said.hint ?? (isConflict ? history.toast.conflictHint : undefined);
    toast.error(title, {
      description: [message, original?.message, hint].filter(Boolean).join(" "),
      duration: 10_000,
    });
  };
}

/** Copies text and says so. */
export function useCopy() {
  const history = useHistoryMessages();
  return async (text: string, done: string = history.toast.copied) => {
    try {
      await navigator.clipboard.writeText(text);
      toast(done);
    } catch {
      toast.error(history.toast.copyFailed);
    }
  };
}

/** Times in the language of the page. */
export function useLanguageTag(): string {
  return useLanguage().language === "zh" ? "zh-Hans" : "en";
}
