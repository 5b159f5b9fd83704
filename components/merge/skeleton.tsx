"use client";

import { useMessages } from "@/components/messages";
import { Skeleton } from "@/components/ui";

/** The layout of a part of Merge before its models have arrived. */
export function MergeSkeleton() {
  const t = useMessages().ui;
  return (
    <div role="status" aria-label={t.loading} className="grid gap-10 lg:grid-cols-2">
      <div className="flex flex-col gap-4">
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-40 w-full" />
      </div>
      <Skeleton className="h-64 w-full" />
    </div>
  );
}
