"use client";

import { clsx } from "clsx";
import { useId } from "react";
import { useExploreMessages } from "@/components/messages/explore";
import { Select } from "@/components/ui";
import type { AnalysisCard } from "@/lib/api";

type Group = keyof ReturnType<typeof useExploreMessages>["groups"];

/** Which analyses answer the same question, in the order in which a person asks. An analysis that is not here stands last. */
const GROUPS: readonly (readonly [Group, readonly string[]])[] = [
  ["layers", ["lens", "tuned-lens", "jacobian-lens"]],
  ["carries", ["trace", "trace-average", "attribution", "heads", "attention", "ablation", "patch"]],
  ["circuit", ["circuit", "circuit-overlap", "relation-circuit"]],
  ["memory", ["neurons", "neuron"]],
  ["probes", ["probe", "truth", "linear-relation"]],
  ["report", ["report"]],
];

interface AnalysisNavProps {
  analyses: readonly AnalysisCard[];
  shown: string | undefined;
  onShow: (id: string) => void;
}

/** The analyses by what they answer: a list beside the picture, a field on narrow screens. */
export function AnalysisNav({ analyses, shown, onShow }: AnalysisNavProps) {
  const t = useExploreMessages();
  const id = useId();
  const nameOf = (card: AnalysisCard) => t.names[card.id]?.name ?? card.name;
  const groups = grouped(analyses);
  return (
    <nav aria-label={t.analyses} className="min-w-0">
      <div className="lg:hidden">
        <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
          {t.analyses}
        </label>
        <Select
          id={id}
          value={shown ?? ""}
          onChange={onShow}
          options={groups.flatMap(([, cards]) =>
            cards.map((card) => ({ value: card.id, label: nameOf(card) })),
          )}
        />
      </div>
      <div className="sticky top-20 hidden flex-col gap-4 lg:flex">
        {groups.map(([group, cards]) => (
          <div key={group}>
            <p className="eyebrow mb-1">{t.groups[group]}</p>
            <ul>
              {cards.map((card) => (
                <li key={card.id}>
                  <button
                    type="button"
                    aria-current={card.id === shown ? "true" : undefined}
                    onClick={() => onShow(card.id)}
                    className={clsx(
                      "w-full border-l-2 px-3 py-1.5 text-left text-sm transition-colors duration-150 hover:bg-sunken hover:text-ink",
                      card.id === shown
                        ? "border-accent bg-sunken font-medium text-ink"
                        : "border-rule text-soft",
                    )}
                  >
                    {nameOf(card)}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}

function grouped(analyses: readonly AnalysisCard[]): (readonly [Group, readonly AnalysisCard[]])[] {
  const placed = GROUPS.map(([group, ids]) => {
    const cards = ids.flatMap((id) => analyses.filter((card) => card.id === id));
    return [group, cards] as const;
  });
  const known = new Set(GROUPS.flatMap(([, ids]) => ids));
  const rest = analyses.filter(({ id }) => !known.has(id));
  return [...placed, ["more", rest] as const].filter(([, cards]) => cards.length > 0);
}
