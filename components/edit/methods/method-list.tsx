"use client";

import { Search } from "lucide-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { useMessages } from "@/components/messages";
import { TextInput } from "@/components/ui";
import type { MethodCard as Card } from "@/lib/api";
import { MethodCards } from "./method-card";
import type { MethodChoice } from "./use-method-choice";

interface MethodListProps {
  choice: MethodChoice;
  /** Why a method cannot run, by its id. */
  blockersOf: (method: string) => readonly string[];
}

/** The methods by kind. Arrow keys go from one to the next; the field above narrows the list. */
export function MethodList({ choice, blockersOf }: MethodListProps) {
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
      <div ref={list} className="flex flex-col gap-4">
        {kinds.map((kind) => (
          <section key={kind} aria-label={t.kinds[kind] ?? kind}>
            <h3 className="font-sans text-sm font-medium">{t.kinds[kind] ?? kind}</h3>
            {t.kindDetails[kind] && <p className="text-xs text-faint">{t.kindDetails[kind]}</p>}
            <MethodCards
              cards={matching.filter((card) => card.kind === kind)}
              choice={choice}
              blockersOf={blockersOf}
            />
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
