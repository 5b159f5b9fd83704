"use client";

/** What of the graph the page is about: the statements of the open sentence, or the plan that it became. */
import { useState } from "react";
import { interpretSentence } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { Statement } from "@/lib/knowledge/schemas";
import { useGraph } from "../use-graph";
import { useKnowledgeState } from "../view";

interface LookedAt {
  /** Names what is looked at. */
  readonly key: string;
  readonly statements: readonly Statement[];
  readonly unticked: readonly string[];
  /** Ids of entities. */
  readonly around: readonly string[];
  /** The sentence is being read. */
  readonly isPending: boolean;
  /** Looks at the whole graph instead. */
  readonly close: () => void;
}

const NOTHING = { statements: [], unticked: [], around: [] } as const;

export function useLookedAt(): LookedAt {
  const { graphId, plans, data } = useGraph();
  const [{ q, s, n, r, off, done, wait, form }] = useKnowledgeState();
  const [closed, setClosed] = useState("");
  const isRead =
    q !== "" && s === undefined && form === undefined && done === undefined && wait === undefined;
  const read = useQueryOf(
    interpretSentence,
    { params: { graphId }, input: { sentence: q } },
    { enabled: isRead },
  );
  const key = JSON.stringify([graphId, q, s, done, wait]);
  const close = () => setClosed(key);
  const isPending = isRead && read.data === undefined && read.error === null;
  const at = (found: Omit<LookedAt, "key" | "close" | "isPending">): LookedAt => ({
    key,
    close,
    isPending,
    ...found,
  });
  if (closed === key) return at(NOTHING);
  const waiting = data?.waiting.find(({ sequence }) => sequence === wait);
  const entry = plans.find(({ sequence }) => sequence === done);
  if (entry !== undefined) {
    const lines = entry.lines.filter(({ kind }) => kind !== "check");
    return at({ ...NOTHING, around: endsOf(lines.map(({ triple }) => triple)) });
  }
  // Entities and relations that a plan would bring are not in the graph yet.
  if (n !== undefined || r !== undefined) return at(NOTHING);
  if (waiting !== undefined)
    return at({ ...NOTHING, statements: waiting.statements, unticked: waiting.unticked });
  if (s !== undefined) return at({ ...NOTHING, statements: s, unticked: off });
  const interpretation = isRead ? read.data?.interpretation : undefined;
  if (interpretation === undefined) return at(NOTHING);
  if (interpretation.statements.length > 0)
    return at({ ...NOTHING, statements: interpretation.statements, unticked: off });
  const asked = interpretation.intent === "query" ? interpretation.readings.at(0)?.subject.entity : undefined;
  return at(asked === undefined ? NOTHING : { ...NOTHING, around: [asked] });
}

const endsOf = (triples: readonly { readonly subject: string; readonly object: string }[]): string[] => [
  ...new Set(triples.flatMap(({ subject, object }) => [subject, object])),
];
