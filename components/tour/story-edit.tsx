"use client";

import { ArrowRight, PenLine, Undo2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, ProgressBar, shortId, Skeleton } from "@/components/ui";
import { useLoadedShare } from "@/lib/client/use-model-host";
import { filledPrompt, type EditRequest } from "@/lib/data";
import type { ProbeResult } from "@/lib/eval";
import { NEIGHBOURS, REPHRASES } from "@/lib/eval/results";
import { Overwritten, Sentence } from "./sentence";
import { answerOf, useAnswer } from "./use-answer";
import { useStoryEdit } from "./use-story-edit";

interface StoryEditProps {
  /** The fact, without its new answer. */
  fact: Omit<EditRequest, "targetNew" | "targetTrue">;
  /** Answers to choose from, the first of which is chosen. One alone cannot be changed. */
  answers: readonly string[];
  /** What the button says. */
  writeLabel: string;
  /** Kept with the version. */
  reason: string;
  onWrite?: () => void;
  onNext: () => void;
  /** What to try next, once the edit was undone or stays. */
  task: ReactNode;
}

/** One sentence with a blank: a word is written over the model's own, what followed is told, and the edit can be undone. */
export function StoryEdit({ fact, answers, writeLabel, reason, onWrite, onNext, task }: StoryEditProps) {
  const t = useMessages().tour;
  const { branchName } = useWorkbench();
  const [word, setWord] = useState(answers[0]);
  const request: EditRequest = { ...fact, targetNew: word.trim() };
  const now = useAnswer(filledPrompt(request));
  const edit = useStoryEdit(request, reason);
  const share = useLoadedShare();
  const says = edit.verdict?.says[0];
  const isWritten = edit.phase === "written" && says;
  const isSaid = now.data === word.trim();
  return (
    <div className="flex flex-col gap-6">
      <Sentence prompt={fact.prompt} subject={fact.subject}>
        {isWritten ? (
          <Overwritten lower={answerOf(says.before)} upper={answerOf(says.after)} />
        ) : edit.phase === "undone" ? (
          <span className="text-ink">{now.data}</span>
        ) : answers.length > 1 ? (
          <input
            aria-label={t.blank}
            value={word}
            onChange={(event) => setWord(event.target.value)}
            spellCheck={false}
            autoComplete="off"
            size={Math.max(6, word.length)}
            className="rounded-md border border-dashed border-rule-strong bg-raised px-2 leading-snug text-accent"
          />
        ) : (
          <span className="text-before">{now.data}</span>
        )}
      </Sentence>

      {isWritten ? (
        <>
          <Followed probes={edit.verdict?.probes ?? []} />
          <div className="flex flex-wrap items-center gap-3">
            <Button variant="primary" icon={<Undo2 />} pending={edit.isUndoing} onClick={edit.undo}>
              {t.undo}
            </Button>
            <Button icon={<ArrowRight />} onClick={onNext}>
              {t.keepAndGoOn}
            </Button>
          </div>
          <p className="max-w-measure text-sm text-soft">
            {t.kept(shortId(edit.kept?.id ?? ""), branchName)}
          </p>
        </>
      ) : edit.phase === "undone" ? (
        <>
          <p role="status" className="max-w-measure text-base">
            {t.undone}
          </p>
          {task}
        </>
      ) : (
        <>
          <div className="max-w-sm text-base text-soft">
            {now.data === undefined ? (
              share === undefined ? (
                <Skeleton className="h-6 w-64" />
              ) : (
                <ProgressBar label={t.opening} value={share} />
              )
            ) : (
              t.saysNow(now.data)
            )}
          </div>
          {answers.length > 1 && (
            <div role="group" aria-label={t.choose} className="flex flex-wrap gap-2">
              {answers.map((answer) => (
                <Button
                  key={answer}
                  size="sm"
                  aria-pressed={answer === word}
                  onClick={() => setWord(answer)}
                  className="aria-pressed:border-accent aria-pressed:bg-accent-wash aria-pressed:text-accent-strong"
                >
                  {answer}
                </Button>
              ))}
            </div>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button
              variant="primary"
              icon={<PenLine />}
              pending={edit.phase === "writing"}
              disabled={word.trim() === "" || now.data === undefined || isSaid}
              onClick={() => {
                onWrite?.();
                edit.write();
              }}
            >
              {edit.phase === "writing" ? t.writing : writeLabel}
            </Button>
            {isSaid && <p className="text-sm text-warn">{t.alreadySays(word.trim())}</p>}
          </div>
          {edit.error && <ErrorNote error={edit.error} onRetry={edit.write} />}
          <p className="max-w-measure text-sm text-faint">{t.writes(branchName)}</p>
        </>
      )}
    </div>
  );
}

/** One question that should follow the edit and one that should not, with what the model now says. */
function Followed({ probes }: { probes: readonly ProbeResult[] }) {
  const t = useMessages().tour;
  const first = (group: ProbeResult["group"]) => probes.find((probe) => probe.group === group);
  const lines = [
    { title: t.otherWords, probe: first(REPHRASES) },
    { title: t.otherFact, probe: first(NEIGHBOURS) },
  ];
  return (
    <dl className="grid max-w-measure gap-x-6 gap-y-2 border-l-2 border-rule-strong pl-4 sm:grid-cols-[auto_1fr]">
      {lines.map(
        ({ title, probe }) =>
          probe && (
            <div key={title} className="contents">
              <dt className="text-sm text-faint">{title}</dt>
              <dd className="text-base">
                {probe.prompt}{" "}
                <strong className="font-medium">{answerOf(probe.after.generation.text)}</strong>{" "}
                <span className={probe.after.generation.score === 1 ? "text-after" : "text-danger"}>
                  {probe.after.generation.score === 1 ? t.asHoped : t.notAsHoped}
                </span>
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}
