"use client";

import { useMessages } from "@/components/messages";
import { Skeleton } from "@/components/ui";

/** The shape of a chart that waits for its data. */
export function ChartSkeleton() {
  const words = useMessages().charts;
  return (
    <div role="status" aria-label={words.frame.loading} className="flex flex-col gap-3 py-1">
      {["w-11/12", "w-4/5", "w-full", "w-3/5", "w-2/3"].map((width) => (
        <Skeleton key={width} className={`h-5 ${width}`} />
      ))}
    </div>
  );
}
