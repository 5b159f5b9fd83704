"use client";

/** Which entity of the graph a name means; one that the graph does not have may be brought by the plan. */
import { useState } from "react";
import { useDebounced } from "@/components/ui";
import { useLanguage } from "@/components/messages";
import { findNames } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { GraphEntity } from "@/lib/knowledge/schemas";
import { useGraph } from "../use-graph";

const TYPING_MS = 250;
const MOST_FOUND = 12;
const MOST_NEAR = 5;

export function useEntity(text: string, type: string | undefined) {
  const { graphId } = useGraph();
  const { language } = useLanguage();
  const name = text.trim();
  const search = useDebounced(name, TYPING_MS);
  const answer = useQueryOf(
    findNames,
    { params: { graphId }, input: { name: search, limit: MOST_FOUND, ...(type !== undefined && { type }) } },
    { enabled: search !== "", keepPrevious: true },
  );
  const [newName, setNewName] = useState<string>();
  const found = (answer.data?.entities ?? []).flatMap((id) => {
    const entity = answer.data?.names[id];
    return entity === undefined ? [] : [[id, entity] as const];
  });
  const namesOf = ({ name: english, zh, aliases }: Omit<GraphEntity, "id">) =>
    [english, zh ?? "", ...aliases].map((one) => one.toLowerCase());
  const wanted = name.toLowerCase();
  const exact = found.find(([, entity]) => wanted !== "" && namesOf(entity).includes(wanted));
  const near = found.map(([, entity]) => (language === "zh" ? (entity.zh ?? entity.name) : entity.name));
  const isNew = exact === undefined && name !== "" && newName === name;
  const created: GraphEntity | undefined = isNew
    ? { id: `${type ?? "thing"}/${name}`, type: type ?? "thing", name, aliases: [] }
    : undefined;
  return {
    /** Undefined while nobody knows which one is meant. */
    id: exact?.[0] ?? created?.id,
    /** The type of the entity that has this name. */
    known: exact?.[1].type,
    near: near.slice(0, MOST_NEAR),
    isAsking: name !== "" && (search !== name || answer.isFetching),
    isNew,
    setNew: (isWanted: boolean) => setNewName(isWanted ? name : undefined),
    created,
  };
}
