"use client";

import type { ReactNode } from "react";
import { useMessages } from "@/components/messages";
import type { PlaceEntry } from "./places";

interface PlaceHeaderProps {
  place: PlaceEntry["id"];
  /** Buttons of the place. */
  actions?: ReactNode;
}

/** The title of a place with its one-line purpose. */
export function PlaceHeader({ place, actions }: PlaceHeaderProps) {
  const t = useMessages().places[place];
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-3xl tracking-tight">{t.name}</h1>
        <p className="mt-1.5 max-w-measure text-base text-soft">{t.purpose}</p>
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
