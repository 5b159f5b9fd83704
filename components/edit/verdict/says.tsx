"use client";

import { useState } from "react";
import { useMessages } from "@/components/messages";
import { BeforeAfter } from "@/components/results/before-after";
import { Button } from "@/components/ui";
import type { Verdict } from "@/lib/eval";

const SHOWN = 3;

/** What the model writes after each edited prompt, before and after, with the differences marked. */
export function Says({ verdict }: { verdict: Verdict }) {
  const t = useMessages().edit.says;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? verdict.says : verdict.says.slice(0, SHOWN);
  const rest = verdict.says.length - shown.length;
  if (verdict.says.length === 0) return <p className="text-sm text-soft">{t.none}</p>;
  return (
    <section aria-label={t.title} className="flex min-w-0 flex-col gap-4">
      <h3 className="font-sans text-xs font-medium text-faint">{t.title}</h3>
      {shown.map((entry, index) => (
        <Written key={index} prompt={entry.prompt} before={entry.before} after={entry.after} />
      ))}
      {rest > 0 && (
        <Button size="sm" className="self-start" onClick={() => setWhole(true)}>
          {t.more(rest)}
        </Button>
      )}
      <p className="text-xs text-faint">{t.legend}</p>
    </section>
  );
}

function Written({ prompt, before, after }: { prompt: string; before: string; after: string }) {
  const t = useMessages().edit.says;
  return (
    <article className="min-w-0">
      <h4 className="mb-2 font-mono text-base break-words">{prompt}…</h4>
      <BeforeAfter before={before} after={after} />
      {before === after && <p className="mt-1 text-sm text-warn">{t.same}</p>}
    </article>
  );
}
