"use client";

import { useHistoryMessages } from "@/components/messages/history";
import type { ListedVersion } from "@/lib/store";
import { historyOf, liveChanges } from "../ancestry";
import type { Graph } from "../use-history";
import { useNaming } from "../use-history";
import { TakenOut } from "./taken-out";

interface UnionProps {
  version: ListedVersion;
  change: Extract<ListedVersion["change"], { readonly kind: "union" }>;
  index: Graph["index"];
  onSelect: (id: string) => void;
}

/** What a merge of two branches brought to the first, and what it left out because the other answer holds. */
export function Union({ version, change, index, onSelect }: UnionProps) {
  const t = useHistoryMessages().detail;
  const name = useNaming(index);
  const [ours, theirs] = version.parents;
  const known = new Set(historyOf(index, ours).map(({ id }) => id));
  const came = liveChanges(index, theirs).filter(({ id }) => !known.has(id) && !change.leftOut.includes(id));
  const out = [...change.removed, ...change.leftOut];
  return (
    <>
      <p className="text-sm text-soft">{t.unionCame}</p>
      <ul className="mt-2 flex flex-col gap-2">
        {came.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              onClick={() => onSelect(one.id)}
              className="text-left font-display text-2xl break-words text-after hover:text-ink"
            >
              {name(one).title}
            </button>
          </li>
        ))}
      </ul>
      {out.length > 0 && (
        <>
          <p className="mt-4 text-sm text-soft">{t.unionLeftOut}</p>
          <TakenOut ids={out} index={index} onSelect={onSelect} />
        </>
      )}
    </>
  );
}
