"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useMessages } from "@/components/messages";
import { buttonClass } from "@/components/ui";
import { PlaceHeader } from "./place-header";
import { PLACES } from "./places";
import { useWorkbench } from "./workbench";

/** The place whose own work is not built yet; it says what will live there and what can be done today. */
type FuturePlaceId = "merge";

interface FuturePlaceProps {
  place: FuturePlaceId;
  /** Where the first action that works today is. */
  actionPath: string;
}

/** An honest empty place: what will be here, and a first action with real content. */
export function FuturePlace({ place, actionPath }: FuturePlaceProps) {
  const t = useMessages().places[place];
  const { hrefTo } = useWorkbench();
  const Icon = PLACES.find((entry) => entry.id === place)?.icon;
  return (
    <div className="mx-auto max-w-6xl">
      <PlaceHeader place={place} />
      <div className="grid gap-x-16 gap-y-10 border-t pt-8 lg:grid-cols-[5fr_4fr]">
        <section>
          {Icon && <Icon aria-hidden className="mb-4 size-8 text-accent" strokeWidth={1.25} />}
          <h2 className="text-2xl">{t.emptyTitle}</h2>
          <p className="mt-3 max-w-measure text-soft">{t.emptyDetail}</p>
          <div className="mt-8 border-l-2 border-accent pl-4">
            <p className="eyebrow">{t.actionTitle}</p>
            <p className="mt-1 mb-4 text-soft">{t.actionDetail}</p>
            <Link href={hrefTo(actionPath)} className={buttonClass("primary")}>
              {t.action}
              <ArrowRight aria-hidden className="size-4" />
            </Link>
          </div>
        </section>
        <dl className="self-start">
          {t.contents.map((item) => (
            <div key={item.title} className="border-b py-4 first:pt-0 last:border-b-0">
              <dt className="font-display text-lg text-ink">{item.title}</dt>
              <dd className="mt-0.5 text-sm text-soft">{item.detail}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
