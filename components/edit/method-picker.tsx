"use client";

import { useMessages } from "@/components/messages";
import { EmptyNote } from "@/components/ui";
import { MethodCard } from "./method-card";
import { MethodParameters } from "./method-parameters";
import type { MethodChoice } from "./use-method-choice";

export interface MethodPickerProps {
  choice: MethodChoice;
  modelId: string;
  /** Why a method cannot run, by its id. */
  blockersOf: (method: string) => readonly string[];
}

/** The methods grouped by kind, and the parameters of those that are ticked. */
export function MethodPicker({ choice, modelId, blockersOf }: MethodPickerProps) {
  const t = useMessages().edit.methods;
  const kinds = [...new Set(choice.cards.map((card) => card.kind))];
  if (kinds.length === 0) return <EmptyNote title={t.empty} detail={t.emptyDetail} />;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-xs text-faint">{t.hint}</p>
      {kinds.map((kind) => (
        <section key={kind} aria-label={t.kinds[kind] ?? kind}>
          <h3 className="eyebrow mb-0.5 font-sans font-medium">{t.kinds[kind] ?? kind}</h3>
          <ul>
            {choice.cards
              .filter((card) => card.kind === kind)
              .map((card) => (
                <MethodCard
                  key={card.id}
                  card={card}
                  isChosen={choice.isChosen(card.id)}
                  blockers={blockersOf(card.id)}
                  onToggle={() => choice.toggle(card.id)}
                />
              ))}
          </ul>
        </section>
      ))}
      {choice.chosen.map((card) => (
        <MethodParameters key={card.id} card={card} choice={choice} modelId={modelId} />
      ))}
    </div>
  );
}
