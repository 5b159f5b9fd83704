"use client";

import { useHistoryMessages } from "@/components/messages/history";
import { formatPercent } from "@/components/ui";
import type { ListedVersion } from "@/lib/store";

type Merge = Extract<ListedVersion["change"], { readonly kind: "merge" }>;

/** The recipe of a merge and how the merged model answers. */
export function MergedBy({ change: { recipe, seed, score } }: { change: Merge }) {
  const t = useHistoryMessages().detail;
  return (
    <div className="flex flex-col gap-3 text-sm">
      {score && (
        <p className="text-soft">
          {t.mergeScore(
            `${formatPercent(score.mean)} ± ${(score.standardError * 100).toFixed(1)}`,
            score.tasks.length,
          )}
        </p>
      )}
      <pre
        role="region"
        aria-label={t.recipe}
        tabIndex={0}
        className="overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-sm"
      >
        {recipe}
      </pre>
      <p className="numeric text-xs text-faint">
        {t.seed} {seed}
      </p>
    </div>
  );
}
