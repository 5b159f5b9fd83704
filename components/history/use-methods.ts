"use client";

/** The cards of edit methods by id. They do not change while a page is open. */
import { useMemo } from "react";
import { catalog } from "@/lib/api";
import type { MethodCard } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";

interface Methods {
  readonly cardOf: (id: string) => MethodCard | undefined;
  /** The card's name; the id when this installation does not know the method. */
  readonly nameOf: (id: string) => string;
}

export function useMethods(): Methods {
  const { data } = useQueryOf(catalog, {}, { staleTimeMs: Infinity });
  return useMemo(() => {
    const cards = new Map(data?.methods.map((card) => [card.id, card]));
    return { cardOf: (id) => cards.get(id), nameOf: (id) => cards.get(id)?.name ?? id };
  }, [data]);
}
