"use client";

/** Whom the columns of Chat ask, and whom else they could ask. */
import { useChatMessages } from "@/components/messages/chat";
import { useGraph, useNaming, type Graph } from "@/components/history/use-history";
import { useWorkbench } from "@/components/shell/workbench";
import { shortId } from "@/components/ui";
import type { ListedVersion } from "@/lib/store";
import type { Column } from "./conversation";
import { BASE, NOBODY, type ChatView } from "./view";

const MODEL = "model:";
/** More than this is for History to list. */
const LISTED = 100;
const NO_VERSIONS: Graph["index"] = new Map();

export interface ColumnChoice {
  readonly value: string;
  readonly label: string;
}

export interface Columns {
  readonly left: Column;
  readonly right: Column | null;
  /** What the selects show. */
  readonly leftValue: string;
  readonly rightValue: string;
  readonly choices: readonly ColumnChoice[];
  /** Versions with changes, newest first. */
  readonly edited: readonly ListedVersion[];
}

export function useColumns({ unkept, ...view }: ChatView): Columns {
  const t = useChatMessages().columns;
  const { modelId, model, models, head } = useWorkbench();
  const { graph } = useGraph();
  const index = graph?.index ?? NO_VERSIONS;
  const nameOf = useNaming(index);
  const modelName = model?.name ?? modelId;
  const edited = [...index.values()]
    .filter(({ change }) => change.kind !== "checkpoint")
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));

  const titleOf = (value: string): string => {
    if (value === BASE) return t.base(modelName);
    if (value.startsWith(MODEL)) {
      const id = value.slice(MODEL.length);
      return t.model(models.find((record) => record.id === id)?.name ?? id);
    }
    const version = index.get(value);
    return version ? nameOf(version).title : shortId(value);
  };
  const columnOf = (value: string): Column => {
    const column = { key: value, title: titleOf(value) };
    if (value.startsWith(MODEL)) return { ...column, model: value.slice(MODEL.length) };
    return value === BASE ? column : { ...column, version: value };
  };

  // The checkpoint is a version too, which is the model before any edit.
  const named = (value: string) => (index.get(value)?.change.kind === "checkpoint" ? BASE : value);
  const left = named(view.left);
  const isHeadEdited = head !== undefined && head.change.kind !== "checkpoint";
  const wanted = named(view.right ?? (isHeadEdited ? head.id : unkept ? BASE : NOBODY));
  // Nobody is asked twice.
  const rightValue = wanted === left && !unkept ? NOBODY : wanted;
  const rightColumn = rightValue === NOBODY ? null : columnOf(rightValue);
  return {
    left: columnOf(left),
    right:
      rightColumn && unkept
        ? { ...rightColumn, key: `${rightValue}+${unkept.join("+")}`, title: t.unkept, overlays: unkept }
        : rightColumn,
    leftValue: left,
    rightValue,
    choices: [
      { value: BASE, label: titleOf(BASE) },
      ...edited.slice(0, LISTED).map(({ id }) => ({ value: id, label: `${titleOf(id)} · ${shortId(id)}` })),
      ...models
        .filter(({ id }) => id !== modelId)
        .map(({ id }) => ({ value: `${MODEL}${id}`, label: titleOf(`${MODEL}${id}`) })),
    ],
    edited,
  };
}
