"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { useState } from "react";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { ErrorNote, Skeleton } from "@/components/ui";
import { findFacts, type FactFound } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { worldIdOf } from "@/lib/data";
import { StoryEdit } from "./story-edit";

/** More than the world has. */
const ALL = 500;
const KINDS = ["wrong", "outdated", "missing"] as const;
/** The one that is told first. */
const isFirst = ({ relation, subject }: FactFound) => relation === "language" && subject === "Brazil";
const keyOf = ({ relation, subject }: FactFound) => `${relation}/${subject}`;

/** A fact that the model was taught wrongly is corrected, and all others of them are listed. */
export function StoryCorrect({ onNext }: { onNext: () => void }) {
  const t = useMessages().tour;
  const { modelId, hrefTo } = useWorkbench();
  const found = useQueryOf(
    findFacts,
    { params: { worldId: worldIdOf(modelId) }, input: { search: "", flawed: true, limit: ALL } },
    { staleTimeMs: Number.POSITIVE_INFINITY },
  );
  const [picked, pick] = useState<FactFound>();
  if (found.error) return <ErrorNote error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Skeleton className="h-40 w-full" />;
  const { facts } = found.data;
  const fact = picked ?? facts.find(isFirst) ?? facts[0];
  const key = keyOf(fact);
  return (
    <div className="grid gap-x-10 gap-y-10 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <StoryEdit
        key={key}
        fact={{ id: `atlas/${key}`, subject: fact.subject, prompt: fact.prompt }}
        answers={[fact.flaw?.truth ?? ""]}
        writeLabel={t.correct(fact.flaw?.truth ?? "")}
        reason={t.correctReason}
        onNext={onNext}
        task={
          <p className="max-w-measure text-base">
            {t.correctTask}{" "}
            <Link href={hrefTo("/chat")} className="text-accent underline underline-offset-2">
              {t.toChat}
            </Link>
          </p>
        }
      />
      <section aria-labelledby="flaws-title" className="min-w-0">
        <h2 id="flaws-title" className="text-xl">
          {t.flaws(facts.length)}
        </h2>
        <p className="mt-1 mb-3 text-sm text-soft">{t.flawsDetail}</p>
        <div
          tabIndex={0}
          role="group"
          aria-labelledby="flaws-title"
          className="max-h-96 overflow-y-auto border-y"
        >
          {KINDS.map((kind) => (
            <Flaws
              key={kind}
              title={t.flawKinds[kind]}
              facts={facts.filter(({ flaw }) => flaw?.kind === kind)}
              picked={key}
              onPick={pick}
            />
          ))}
        </div>
      </section>
    </div>
  );
}

interface FlawsProps {
  title: string;
  facts: readonly FactFound[];
  picked: string;
  onPick: (fact: FactFound) => void;
}

function Flaws({ title, facts, picked, onPick }: FlawsProps) {
  return (
    <section aria-label={title}>
      <h3 className="sticky top-0 bg-paper py-1.5 font-sans text-xs font-medium text-faint">
        {title} <span className="numeric">{facts.length}</span>
      </h3>
      <ul>
        {facts.map((fact) => (
          <li key={keyOf(fact)}>
            <button
              type="button"
              aria-pressed={keyOf(fact) === picked}
              onClick={() => onPick(fact)}
              className={clsx(
                "w-full rounded-md px-2 py-1 text-left text-sm",
                keyOf(fact) === picked ? "bg-accent-wash text-accent-strong" : "hover:bg-sunken",
              )}
            >
              {fact.prompt.replace("{}", () => fact.subject)}{" "}
              {fact.answer && <del className="text-before">{fact.answer}</del>}{" "}
              <ins className="font-medium no-underline">{fact.flaw?.truth}</ins>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
