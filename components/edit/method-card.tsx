"use client";

import { Ban, ExternalLink } from "lucide-react";
import { clsx } from "clsx";
import { useMessages } from "@/components/messages";
import { Checkbox } from "@/components/ui";
import type { MethodCard as Card } from "@/lib/api";

export interface MethodCardProps {
  card: Card;
  isChosen: boolean;
  /** Why it cannot run; empty when it can. */
  blockers: readonly string[];
  onToggle: () => void;
}

/** A method: its name, one sentence, its paper, and why it cannot run when it cannot. */
export function MethodCard({ card, isChosen, blockers, onToggle }: MethodCardProps) {
  const { methods: t, core } = useMessages().edit;
  const isBlocked = blockers.length > 0;
  return (
    <li
      className={clsx(
        "flex items-start gap-2 border-b py-2.5 last:border-b-0",
        isChosen && "bg-accent-wash/50 -mx-2 px-2",
      )}
    >
      <div className="min-w-0 flex-1">
        <Checkbox
          checked={isChosen}
          onChange={onToggle}
          disabled={isBlocked && !isChosen}
          label={
            <span className={clsx("font-medium", isBlocked && "text-faint")}>
              <span className="sr-only">{`${t.choose} `}</span>
              {card.name} <span className="numeric text-xs font-normal text-faint">{card.paper.year}</span>
            </span>
          }
          hint={
            <span className={isBlocked ? undefined : "text-soft"}>
              {t.summaries[card.id] ?? card.summary}
            </span>
          }
        />
        {isBlocked && (
          <p className="mt-1 flex items-start gap-1.5 pl-7.5 text-xs text-danger">
            <Ban aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            <span>
              {t.blocked} {blockers.map(core).join(" ")}
            </span>
          </p>
        )}
      </div>
      <a
        href={card.paper.url}
        target="_blank"
        rel="noreferrer"
        aria-label={t.paper(card.paper.title, card.paper.year)}
        title={card.paper.title}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-faint hover:bg-sunken hover:text-ink"
      >
        <ExternalLink aria-hidden className="size-4" />
      </a>
    </li>
  );
}
