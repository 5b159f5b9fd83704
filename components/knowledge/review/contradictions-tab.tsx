"use client";

import { CircleCheck } from "lucide-react";
import { Button, EmptyNote, Skeleton } from "@/components/ui";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useOpenCard } from "../view";

/** Facts that cannot all be true, and a plan to withdraw any of them. */
export function ContradictionsTab() {
  const t = useKnowledgeMessages().contradictions;
  const open = useOpenCard();
  const { data } = useGraph();
  const words = useWording(data?.names);
  if (data === undefined) return <Skeleton className="h-32 w-full" />;
  if (data.contradictions.length === 0)
    return <EmptyNote icon={<CircleCheck />} title={t.none} detail={t.noneDetail} />;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-soft">{t.detail}</p>
      {data.contradictions.map(({ relation, facts }) => (
        <section
          key={`${relation} ${facts.map(({ subject, object }) => `${subject} ${object}`).join(" ")}`}
          aria-label={words.relation(relation)}
          className="border-l-2 border-warn pl-3"
        >
          <ul>
            {facts.map((fact) => (
              <li
                key={`${fact.subject} ${fact.object}`}
                className="flex items-center justify-between gap-3 border-b py-1.5 last:border-b-0"
              >
                <span className="min-w-0">{words.sentence(fact)}</span>
                <Button size="sm" onClick={() => open({ s: [{ sign: "delete", ...fact }] })}>
                  {t.withdraw}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
