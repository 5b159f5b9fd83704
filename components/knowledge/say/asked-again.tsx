"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import type { PlanEntry } from "@/lib/api";
import { givesName } from "@/lib/data";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useModelSays } from "../use-model-says";
import { wordingOf } from "../words";

interface AskedAgainProps {
  undone: {
    readonly planned: readonly PlanEntry[];
    /** Ids of versions that were computed on top of what was taken out. */
    readonly dependents: readonly string[];
  };
}

/** Facts that are asked after an undo; more would be a survey. */
const MOST_ASKED = 8;

/** What later plans and edits taught is asked again after an undo of what they rested on, and said. */
export function AskedAgain({ undone: { planned, dependents } }: AskedAgainProps) {
  const t = useKnowledgeMessages().rollback;
  const { data, relations, plans } = useGraph();
  const words = useWording(data?.names);
  const english = wordingOf(relations, data?.names ?? {}, "en");
  const sequences = new Set(planned.map(({ sequence }) => sequence));
  const rested = [
    ...planned,
    ...plans.filter(
      ({ version, sequence, isActive }) =>
        isActive && version !== undefined && dependents.includes(version) && !sequences.has(sequence),
    ),
  ];
  const facts = rested
    .flatMap(({ lines }) => lines.filter(({ kind, ticked }) => kind === "add" && ticked))
    .map(({ triple }) => triple)
    .slice(0, MOST_ASKED);
  const { texts } = useModelSays(facts.map((triple) => english.question(triple)));
  if (facts.length === 0) return null;
  return (
    <section aria-label={t.again} className="mt-2 text-sm">
      <h4 className="mb-1 font-sans text-xs font-medium text-faint">{t.again}</h4>
      <ul>
        {facts.map((triple, i) => {
          const said = texts?.[i];
          const holds = said !== undefined && givesName(said, words.allNames(triple.object));
          return (
            <li key={words.sentence(triple)} className="flex items-baseline gap-2">
              {said !== undefined &&
                (holds ? (
                  <CircleCheck aria-hidden className="size-3.5 shrink-0 text-after" />
                ) : (
                  <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warn" />
                ))}
              <span>
                {words.sentence(triple)}
                {said !== undefined && <span className="text-faint"> · {t.stillSays(said)}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
