"use client";

import { useMessages } from "@/components/messages";
import { Skeleton } from "@/components/ui";

/** The run table before its runs have arrived. */
export function RunTableSkeleton() {
  const t = useMessages().ui;
  return (
    <div role="status" aria-label={t.loading} className="flex flex-col gap-3">
      <Skeleton className="h-10 w-full max-w-xl" />
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} className="h-9 w-full" />
      ))}
    </div>
  );
}
