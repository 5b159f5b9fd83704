"use client";

import { useMessages } from "@/components/messages";
import { PlaceHeader } from "@/components/shell/place-header";
import { Skeleton } from "@/components/ui";

/** The layout of History before its graph has arrived. */
export function HistorySkeleton() {
  const t = useMessages().ui;
  return (
    <div role="status" aria-label={t.loading}>
      <PlaceHeader place="history" actions={<Skeleton className="h-10 w-160 max-w-full" />} />
      <div className="grid gap-8 border-t lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)] xl:grid-cols-[minmax(0,28rem)_minmax(0,1fr)] lg:gap-0">
        <div className="flex flex-col lg:border-r">
          {[0, 1, 2, 3, 4, 5].map((row) => (
            <div key={row} className="flex gap-3 border-b py-3 pr-3">
              <Skeleton className="ml-1 size-4 rounded-full" />
              <div className="flex flex-1 flex-col gap-2">
                <Skeleton className="h-4 w-3/5" />
                <Skeleton className="h-3 w-2/5" />
                <Skeleton className="h-3 w-4/5" />
              </div>
            </div>
          ))}
        </div>
        <div className="hidden flex-col gap-5 pt-6 pl-8 lg:flex">
          <Skeleton className="h-8 w-1/2" />
          <Skeleton className="h-9 w-4/5" />
          <Skeleton className="h-40 w-full" />
          <Skeleton className="h-64 w-full" />
        </div>
      </div>
    </div>
  );
}
