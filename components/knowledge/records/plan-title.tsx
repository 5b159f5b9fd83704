"use client";

import { useLanguage } from "@/components/messages";
import { Badge, formatTime } from "@/components/ui";
import type { PlanEntry } from "@/lib/api";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";

/** A plan in two lines: what was said, and who said it when. */
export function PlanTitle({ entry }: { entry: PlanEntry }) {
  const t = useKnowledgeMessages().plans;
  const { language } = useLanguage();
  const { data } = useGraph();
  const words = useWording(data?.names);
  const { sentence, lines, author, at, isActive } = entry;
  const first = lines.find(({ kind }) => kind === "add") ?? lines.at(0);
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className={isActive ? "" : "text-faint line-through"}>
          {sentence ?? (first ? words.sentence(first.triple) : t.byHand)}
        </span>
        <Badge tone={isActive ? "after" : "neutral"}>{isActive ? t.active : t.undone}</Badge>
      </p>
      <p className="text-xs text-faint">{t.by(author || t.nobody, formatTime(at, language))}</p>
    </div>
  );
}
