"use client";

/**
 * The models that a recipe may name: the model as trained, the siblings that are shipped with it, the heads of its branches and
 * other versions. A sibling is named as the branch that it gets when it is first wanted.
 */
import { useCallback, useMemo } from "react";
import { SIBLING_BRANCH } from "@/components/history/describe";
import { useNaming } from "@/components/history/use-history";
import { useHistoryMessages } from "@/components/messages/history";
import { useMergeMessages } from "./use-messages";
import { useWorkbench } from "@/components/shell/workbench";
import { shortId } from "@/components/ui";
import { addSiblings, mergePool, versionGraph } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { PoolCard } from "@/lib/data";
import { StoredShape, type ListedVersion } from "@/lib/store";

export interface LineupEntry {
  /** As a recipe names it. */
  readonly name: string;
  readonly label: string;
  readonly detail: string;
  readonly kind: "model" | "sibling" | "branch" | "version" | "other";
  /** Of another model of the Library, its id. */
  readonly model?: string;
  /** Absent for a sibling of which no version was made yet. */
  readonly version?: string;
  readonly sibling?: PoolCard["siblings"][number];
}

export interface Lineup {
  readonly entries: readonly LineupEntry[];
  readonly card: PoolCard | null;
  readonly find: (name: string) => LineupEntry | undefined;
  /** Makes the versions of the siblings that have none; the versions of all siblings that have one then, by name. */
  readonly prepare: (names: readonly string[]) => Promise<Readonly<Record<string, string>>>;
  readonly isPreparing: boolean;
  readonly isPending: boolean;
  readonly error: ReturnType<typeof useQueryOf>["error"];
  readonly refetch: () => void;
}

const NO_VERSIONS: readonly ListedVersion[] = [];

export function useLineup(): Lineup {
  const t = useMergeMessages();
  const { modelId, model, models } = useWorkbench();
  const pool = useQueryOf(mergePool, { input: { model: modelId } });
  const graph = useQueryOf(versionGraph, { input: { model: modelId } });
  const versions = graph.data?.versions ?? NO_VERSIONS;
  const byId = useMemo(() => new Map(versions.map((version) => [version.id, version])), [versions]);
  const name = useNaming(byId);
  const { change } = useHistoryMessages();
  const branches = graph.data?.branches;
  const card = pool.data?.card ?? null;
  const made = pool.data?.versions;

  const entries = useMemo<readonly LineupEntry[]>(() => {
    const root = versions.find((version) => version.change.kind === "checkpoint");
    const siblings = (card?.siblings ?? []).map((sibling) => ({
      name: `${SIBLING_BRANCH}${sibling.id}`,
      label: change.sibling(sibling.id),
      detail: t.siblings.learnt(sibling.learnt.map(t.task), sibling.from && change.sibling(sibling.from)),
      kind: "sibling" as const,
      version: made?.[sibling.id],
      sibling,
    }));
    const isSibling = (branch: string) => siblings.some((one) => one.name === branch);
    const heads = (branches ?? [])
      .filter((branch) => !isSibling(branch.name) && branch.head !== root?.id)
      .map((branch) => {
        const head = byId.get(branch.head);
        const detail = head ? name(head).title : "";
        return {
          name: branch.name,
          label: branch.name,
          detail,
          kind: "branch" as const,
          version: branch.head,
        };
      });
    const isHead = new Set((branches ?? []).map(({ head }) => head));
    const rest = versions
      .filter(({ id }) => id !== root?.id && !isHead.has(id))
      .map((version) => ({
        name: version.id,
        label: shortId(version.id),
        detail: name(version).title,
        kind: "version" as const,
        version: version.id,
      }));
    const trained = {
      name: modelId,
      label: model?.name ?? modelId,
      detail: change.checkpointTitle(model?.name ?? modelId),
      kind: "model" as const,
      version: root?.id,
    };
    const others = models
      .filter(({ id, facts }) => id !== modelId && isLike(facts, model?.facts))
      .map((other) => ({
        name: other.id,
        label: other.name,
        detail: change.checkpointTitle(other.name),
        kind: "other" as const,
        model: other.id,
      }));
    return [trained, ...siblings, ...heads, ...others, ...rest];
  }, [models, model?.facts, versions, byId, name, branches, card, made, t, change, modelId, model?.name]);

  const { mutateAsync: add, isPending: isPreparing } = useActionOf(addSiblings);
  const prepare = useCallback(
    async (names: readonly string[]) => {
      const missing = entries.flatMap(({ name: one, sibling, version }) =>
        sibling && !version && names.includes(one) ? [sibling.id] : [],
      );
      if (missing.length === 0) return {};
      const added = await add({ input: { model: modelId, siblings: missing } });
      return Object.fromEntries(
        Object.entries(added.versions).map(([id, one]) => [`${SIBLING_BRANCH}${id}`, one]),
      );
    },
    [entries, add, modelId],
  );

  return {
    entries,
    card,
    find: (wanted) => entries.find((entry) => entry.name === wanted || entry.version === wanted),
    prepare,
    isPreparing,
    isPending: pool.isPending || graph.isPending,
    error: pool.error ?? graph.error,
    refetch: () => {
      void pool.refetch();
      void graph.refetch();
    },
  };
}

/** Whether models have tensors of the same shapes, as far as their facts say: then they can be merged. */
export function isLike(one: unknown, other: unknown): boolean {
  const [left, right] = [one, other].map((facts) => StoredShape.safeParse(facts).data);
  return (
    left !== undefined &&
    left.family === right?.family &&
    (["layers", "width", "mlpWidth", "keyValueHeads", "vocabulary"] as const).every(
      (size) => left.dimensions[size] === right.dimensions[size],
    )
  );
}

/** The mean share of right answers of a sibling, as its card has it. */
export function scoreOfSibling(card: PoolCard | null, { right }: PoolCard["siblings"][number]): number {
  const shares = (card?.tasks ?? []).map(({ id, questions }) => (right[id] ?? 0) / questions.length);
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
