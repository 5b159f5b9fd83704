"use client";

import { CircleCheck, GraduationCap, History, Pencil, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import { Badge, Button, ErrorNote, IconButton, shortId, Skeleton } from "@/components/ui";
import { askGraph } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { givesName } from "@/lib/data";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useModelSays } from "../use-model-says";
import { useKnowledgeState, useOpenCard } from "../view";

interface QueryCardProps {
  /** Ids. */
  subject: string;
  relation: string;
}

/** A question put to both: the graph's answer and the model's side by side, and what to do where they disagree. */
export function QueryCard({ subject, relation }: QueryCardProps) {
  const t = useKnowledgeMessages().ask;
  const { graphId } = useGraph();
  const { branchId } = useWorkbench();
  const [{ at }] = useKnowledgeState();
  const open = useOpenCard();
  const isPast = at !== "";
  const input = { subject, relation, language: "en" as const, ...(isPast && { asOf: at, branchId }) };
  const asked = useQueryOf(askGraph, { params: { graphId }, input }, { staleTimeMs: 0 });
  const words = useWording(asked.data?.names);
  const { prompt, answers = [], version } = asked.data ?? {};
  const model = useModelSays(prompt === undefined ? [] : [prompt], version);
  const said = model.texts?.[0];
  if (asked.error) return <ErrorNote error={asked.error} onRetry={() => void asked.refetch()} />;
  if (asked.data === undefined) return <Skeleton className="h-24 w-full" />;
  const [answer] = answers;
  const isAgreed = said !== undefined && givesName(said, answers.flatMap(words.allNames));
  return (
    <section aria-label={t.both} className="flex flex-col gap-4">
      {isPast && (
        <p className="flex items-center gap-2 text-sm text-warn">
          <History aria-hidden className="size-4 shrink-0" />
          {t.then(at.includes("-") ? at : Number(at), version && shortId(version))}
        </p>
      )}
      <div className="grid gap-px overflow-hidden rounded-md border bg-rule sm:grid-cols-2">
        <Side title={t.graph}>
          {answers.length > 0 ? (
            answers.map(words.name).join(", ")
          ) : (
            <span className="text-faint">{t.none}</span>
          )}
        </Side>
        <Side title={t.model} note={prompt && t.asked(prompt)}>
          {model.error ? (
            <ErrorNote error={model.error} onRetry={() => void model.refetch()} />
          ) : said === undefined ? (
            <span role="status" className="text-base text-faint">
              {model.isReady ? t.asking : t.notOpen}
            </span>
          ) : (
            said || <span className="text-faint">{t.none}</span>
          )}
        </Side>
      </div>
      {said !== undefined && (
        <div role="status" className="flex flex-wrap items-center gap-2">
          {answer === undefined ? (
            <Badge tone="warn">{t.onlyModel}</Badge>
          ) : isAgreed ? (
            <Badge tone="after" icon={<CircleCheck />}>
              {t.agree}
            </Badge>
          ) : (
            <Badge tone="warn" icon={<TriangleAlert />}>
              {t.disagree}
            </Badge>
          )}
        </div>
      )}
      {said !== undefined && !isAgreed && !isPast && (
        <Mend
          onTeach={
            answer === undefined
              ? undefined
              : () => open({ s: [{ sign: "add", subject, relation, object: answer }] })
          }
          onCorrect={() => open({ form: { relation, subject: words.name(subject), object: said } })}
        />
      )}
    </section>
  );
}

interface MendProps {
  /** Absent where the graph has nothing to teach. */
  onTeach?: () => void;
  onCorrect: () => void;
  /** In a table, which has no room for words. */
  isDense?: boolean;
}

/** The two ways to end a disagreement. */
export function Mend({ onTeach, onCorrect, isDense = false }: MendProps) {
  const t = useKnowledgeMessages().ask;
  if (isDense)
    return (
      <span className="flex">
        {onTeach && <IconButton size="sm" label={t.teach} icon={<GraduationCap />} onClick={onTeach} />}
        <IconButton size="sm" label={t.correct} icon={<Pencil />} onClick={onCorrect} />
      </span>
    );
  return (
    <div className="flex flex-wrap gap-2">
      {onTeach && (
        <Button size="sm" icon={<GraduationCap />} onClick={onTeach}>
          {t.teach}
        </Button>
      )}
      <Button size="sm" icon={<Pencil />} onClick={onCorrect}>
        {t.correct}
      </Button>
    </div>
  );
}

function Side({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <div className="min-w-0 bg-raised px-4 py-3">
      <h4 className="mb-1 font-sans text-xs font-medium text-faint">{title}</h4>
      <div className="font-display text-xl break-words text-ink">{children}</div>
      {note && <p className="mt-1 font-mono text-xs break-words text-faint">{note}</p>}
    </div>
  );
}
