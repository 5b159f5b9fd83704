"use client";

import { clsx } from "clsx";
import { useMemo } from "react";
import { useMessages } from "@/components/messages";
import { Continuation } from "@/components/results/continuation";
import type { EditCase } from "@/lib/data";
import { outcomeOf } from "@/lib/eval/results";
import type { EditOutcome } from "@/lib/store";
import { OutcomeBrief } from "../outcome-sentence";

interface TextsByMethodProps {
  outcomes: readonly EditOutcome[];
  /** Names of the entries, by their index. */
  names: readonly string[];
  cases: readonly EditCase[];
  /** The entry whose verdict is open below. */
  shown: number;
}

const PROMPTS = 3;

/** The same prompts in a column for each method: what the model wrote before, and what it writes after each of them. */
export function TextsByMethod({ outcomes, names, cases, shown }: TextsByMethodProps) {
  const { says: t } = useMessages().edit;
  const columns = useMemo(
    () =>
      outcomes.flatMap(({ entry, verdict }) =>
        verdict && verdict.says.length > 0
          ? [{ entry, says: verdict.says, outcome: outcomeOf(verdict, cases) }]
          : [],
      ),
    [outcomes, cases],
  );
  if (columns.length < 2) return null;
  const [{ says: prompts }] = columns;
  return (
    <section aria-label={t.byMethod} className="flex min-w-0 flex-col gap-3">
      <h3 className="font-sans text-xs font-medium text-faint">{t.byMethod}</h3>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(13rem,1fr))] gap-x-5 gap-y-4">
        {columns.map(({ entry, says, outcome }) => (
          <article
            key={entry}
            aria-label={names[entry]}
            className={clsx(
              "flex min-w-0 flex-col gap-3 rounded-md border p-3",
              entry === shown && "bg-raised",
            )}
          >
            <h4 className="font-sans text-sm font-medium">{names[entry]}</h4>
            <OutcomeBrief outcome={outcome} />
            {prompts.slice(0, PROMPTS).map(({ prompt, before }) => {
              const after = says.find((one) => one.prompt === prompt)?.after ?? "";
              return (
                <Continuation key={prompt} label={`${prompt}…`} tone="after" text={after} other={before} />
              );
            })}
          </article>
        ))}
      </div>
      {prompts.slice(0, PROMPTS).map(({ prompt, before }) => (
        <Continuation
          key={prompt}
          label={`${t.before}: ${prompt}…`}
          tone="before"
          text={before}
          other={before}
        />
      ))}
    </section>
  );
}
