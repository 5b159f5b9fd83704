"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useRef, useState, type KeyboardEvent } from "react";
import { useMessages } from "@/components/messages";
import { EmptyNote, SegmentedControl, TextInput } from "@/components/ui";
import type { MethodCard as Card } from "@/lib/api";
import { MethodCard } from "./method-card";
import { MethodParameters } from "./method-parameters";
import type { MethodChoice } from "./use-method-choice";

// Rarely needed at first, so the page does not wait for it.
const SweepPanel = dynamic(() => import("./sweep-panel").then((file) => file.SweepPanel), { ssr: false });

interface MethodPickerProps {
  choice: MethodChoice;
  /** Why a method cannot run, by its id. */
  blockersOf: (method: string) => readonly string[];
}

/** A list that fits on a screen needs no search. */
const SEARCHED_FROM = 7;

/** Methods to compare, or one method and a parameter to sweep; then the parameters of what is chosen. */
export function MethodPicker({ choice, blockersOf }: MethodPickerProps) {
  const t = useMessages().edit.methods;
  const { cards, chosen, sweep } = choice;
  if (cards.length === 0) return <EmptyNote title={t.empty} detail={t.emptyDetail} />;
  const shown = sweep ? chosen.filter(({ card }) => card === sweep.card).slice(0, 1) : chosen;
  return (
    <div className="flex flex-col gap-4">
      <SegmentedControl
        label={t.goal}
        size="sm"
        className="self-start"
        value={sweep ? "sweep" : "compare"}
        onChange={(value) => choice.startSweep(value === "sweep" ? (chosen[0]?.card ?? cards[0]) : null)}
        options={[
          { value: "compare", label: t.compare },
          { value: "sweep", label: t.sweep },
        ]}
      />
      {sweep ? (
        <SweepPanel choice={choice} sweep={sweep} blockersOf={blockersOf} />
      ) : (
        <MethodList choice={choice} blockersOf={blockersOf} />
      )}
      {shown.map((entry) => (
        <MethodParameters key={entry.index} entry={entry} choice={choice} swept={sweep?.plan.parameter} />
      ))}
    </div>
  );
}

/** The methods by kind. Arrow keys go from one to the next; the field above narrows the list. */
function MethodList({ choice, blockersOf }: MethodPickerProps) {
  const t = useMessages().edit.methods;
  const [search, setSearch] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const matching = choice.cards.filter((card) => matches(card, search, t));
  const kinds = [...new Set(matching.map((card) => card.kind))];

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const boxes = [
      ...(list.current?.querySelectorAll<HTMLElement>("[role=checkbox]:not([data-disabled])") ?? []),
    ];
    const index = boxes.findIndex((box) => box === document.activeElement);
    const next = boxes[event.key === "ArrowDown" ? index + 1 : Math.max(0, index - 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <div className="flex flex-col gap-3" onKeyDown={onKeyDown}>
      <p className="text-xs text-faint">{t.hint}</p>
      {choice.cards.length >= SEARCHED_FROM && (
        <div className="relative">
          <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
          <TextInput
            type="search"
            aria-label={t.search}
            placeholder={t.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="pl-9"
          />
        </div>
      )}
      <div ref={list} className="flex flex-col gap-4">
        {kinds.map((kind) => (
          <section key={kind} aria-label={t.kinds[kind] ?? kind}>
            <h3 className="font-sans text-sm font-medium">{t.kinds[kind] ?? kind}</h3>
            {t.kindDetails[kind] && <p className="text-xs text-faint">{t.kindDetails[kind]}</p>}
            <ul className="mt-1 border-t">
              {matching
                .filter((card) => card.kind === kind)
                .map((card) => (
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
          </section>
        ))}
        {matching.length === 0 && <p className="text-sm text-soft">{t.noMatch(search)}</p>}
      </div>
    </div>
  );
}

interface Words {
  readonly kinds: Readonly<Record<string, string>>;
  readonly summaries: Readonly<Record<string, string>>;
}

/** Every word that is typed must stand somewhere on the card. */
function matches(card: Card, search: string, t: Words): boolean {
  const text = [
    card.id,
    card.name,
    card.summary,
    t.summaries[card.id] ?? "",
    t.kinds[card.kind] ?? card.kind,
    card.paper.title,
    card.paper.year,
  ]
    .join(" ")
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
