"use client";

import { Ban, ExternalLink, Info } from "lucide-react";
import { clsx } from "clsx";
import { useMessages } from "@/components/messages";
import { Badge, Checkbox, IconButton, Popover } from "@/components/ui";
import type { MethodCard as Card } from "@/lib/api";
import type { MethodChoice } from "./use-method-choice";

interface MethodCardsProps {
  cards: readonly Card[];
  choice: MethodChoice;
  /** Why a method cannot run, by its id. */
  blockersOf: (method: string) => readonly string[];
}

/** Methods that can be ticked, a line each. */
export function MethodCards({ cards, choice, blockersOf }: MethodCardsProps) {
  return (
    <ul className="mt-1 border-t">
      {cards.map((card) => (
        <MethodCard
          key={card.id}
          card={card}
          isChosen={choice.isChosen(card.id)}
          times={choice.chosen.filter((entry) => entry.card === card).length}
          blockers={blockersOf(card.id)}
          onToggle={() => choice.toggle(card.id)}
        />
      ))}
    </ul>
  );
}

interface MethodCardProps {
  card: Card;
  isChosen: boolean;
  /** How many times it is ticked, with different settings. */
  times: number;
  /** Why it cannot run; empty when it can. */
  blockers: readonly string[];
  onToggle: () => void;
}

/** A method as a line: its name, its sentence as far as there is room, and the rest behind a button. */
function MethodCard({ card, isChosen, times, blockers, onToggle }: MethodCardProps) {
  const { methods: t, core } = useMessages().edit;
  const isBlocked = blockers.length > 0;
  const summary = t.summaries[card.id] ?? card.summary;
  const reason = `${t.blocked} ${blockers.map(core).join(" ")}`;
  return (
    <li className={clsx("border-b last:border-b-0", isChosen && "-mx-2 bg-accent-wash/50 px-2")}>
      <div className="flex items-start gap-1 py-1.5">
        <div className="min-w-0 flex-1">
          <Checkbox
            checked={isChosen}
            onChange={onToggle}
            disabled={isBlocked && !isChosen}
            label={
              <span className={clsx("font-medium", isBlocked && "text-faint")}>
                <span className="sr-only">{`${t.choose} `}</span>
                {card.name} <span className="numeric text-xs font-normal text-faint">{card.paper.year}</span>
                {times > 1 && <span className="numeric text-xs font-normal text-accent"> × {times}</span>}
              </span>
            }
            hint={
              <span className={clsx("block", isChosen ? "text-soft" : "truncate")} title={summary}>
                {summary}
              </span>
            }
          />
          {isBlocked && (
            <p className="flex items-start gap-1.5 pl-7.5 text-xs text-danger" title={reason}>
              <Ban aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              <span className={isChosen ? undefined : "line-clamp-2"}>{reason}</span>
            </p>
          )}
        </div>
        <MethodInfo card={card} summary={summary} />
      </div>
    </li>
  );
}

/** The whole sentence, what the method can do, and its paper. */
function MethodInfo({ card, summary }: { card: Card; summary: string }) {
  const t = useMessages().edit.methods;
  const traits = [
    card.traits.batch ? t.traits.batch : t.traits.single,
    ...(card.traits.sequential ? [t.traits.sequential] : []),
    card.traits.gradient ? t.traits.gradient : t.traits.noGradient,
  ];
  return (
    <Popover
      title={card.name}
      trigger={<IconButton size="sm" label={t.about(card.name)} icon={<Info />} className="-my-0.5" />}
    >
      <div className="flex flex-col gap-3 text-sm">
        <p>{summary}</p>
        <p className="text-xs text-soft">{t.kindDetails[card.kind]}</p>
        <p className="flex flex-wrap gap-1">
          {traits.map((trait) => (
            <Badge key={trait}>{trait}</Badge>
          ))}
        </p>
        <a
          href={card.paper.url}
          target="_blank"
          rel="noreferrer"
          aria-label={t.paper(card.paper.title, card.paper.year)}
          className="flex items-start gap-1.5 text-accent underline underline-offset-2"
        >
          <ExternalLink aria-hidden className="mt-1 size-3.5 shrink-0" />
          <span>
            {card.paper.title} ({card.paper.year})
          </span>
        </a>
      </div>
    </Popover>
  );
}
