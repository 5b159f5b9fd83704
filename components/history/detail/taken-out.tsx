"use client";

import { shortId } from "@/components/ui";
import type { Graph } from "../use-history";
import { useNaming } from "../use-history";

interface TakenOutProps {
  ids: readonly string[];
  index: Graph["index"];
  onSelect: (id: string) => void;
}

/** Versions whose change no longer applies, struck through. */
export function TakenOut({ ids, index, onSelect }: TakenOutProps) {
  const name = useNaming(index);
  return (
    <ul className="mt-2 flex flex-col gap-2">
      {ids.map((id) => {
        const removed = index.get(id);
        return (
          <li key={id}>
            <button
              type="button"
              onClick={() => onSelect(id)}
              className="text-left font-display text-2xl break-words text-before line-through decoration-1 hover:text-ink"
            >
              {removed ? name(removed).title : shortId(id)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
