"use client";

import { useMessages } from "@/components/messages";
import { Skeleton } from "@/components/ui";

/**
 * One column, two with the verdict below, or three. One column is no grid, so that the Run bar can stick below all of it. The
 * composer's cell holds no more than it needs, and its probes take the rest of the column.
 */
export const EDIT_COLUMNS =
  "flex flex-col min-w-0 gap-x-7 gap-y-8 lg:grid lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)] lg:grid-rows-[auto_1fr] xl:grid-cols-[minmax(0,10fr)_minmax(0,8fr)_minmax(0,15fr)]";

/** The shape of the page while catalogs arrive. */
export function EditSkeleton() {
  const t = useMessages().edit;
  return (
    <div role="status" aria-label={t.states.loading} className={EDIT_COLUMNS}>
      {[t.composer.title, t.methods.title, t.verdict.title].map((title) => (
        <div key={title} className="flex min-w-0 flex-col gap-4">
          <h2 className="border-b border-rule-strong pb-2 text-xl">{title}</h2>
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-20 w-full" />
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-28 w-full" />
        </div>
      ))}
    </div>
  );
}
