"use client";

import { clsx } from "clsx";
import { useState } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import { Button } from "@/components/ui";
import type { EditRequest } from "@/lib/data";
import type { Verdict } from "@/lib/eval";
import { OWN_PROMPT } from "@/lib/eval/results";
import { aroundSubject } from "../prompt";

/** What the model answered to a request's own prompt, when that was measured. */
interface Answers {
  readonly before: string;
  readonly after: string;
  readonly holds: boolean;
}

/** The measured answers to each request, by its id. */
export function answersOf(verdict: Verdict | undefined): ReadonlyMap<string, Answers> {
  const written = (verdict?.probes ?? []).filter((probe) => probe.group === OWN_PROMPT);
  return new Map(
    written.map(({ caseId, before, after }) => [
      caseId,
      {
        before: before.generation.text.trim(),
        after: after.generation.text.trim(),
        holds: after.generation.score >= 1,
      },
    ]),
  );
}

const SHOWN_AT_FIRST = 4;

/** Every request of a version as a page written over: the old answer struck and still legible, the new one above it. */
export function PalimpsestList({
  requests,
  answers,
}: {
  requests: readonly EditRequest[];
  answers: ReadonlyMap<string, Answers>;
}) {
  const t = useHistoryMessages().detail;
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? requests : requests.slice(0, SHOWN_AT_FIRST);
  return (
    <div>
      <ul className={clsx("flex flex-col", requests.length > 1 && "divide-y")}>
        {shown.map((request) => (
          <li
            key={request.id}
            className={clsx(
              "[contain-intrinsic-size:auto_8rem] [content-visibility:auto]",
              requests.length > 1 && "py-4 first:pt-0",
            )}
          >
            <OverwrittenPrompt
              request={request}
              answers={answers.get(request.id)}
              isLarge={requests.length === 1}
            />
          </li>
        ))}
      </ul>
      {requests.length > SHOWN_AT_FIRST && (
        <Button size="sm" variant="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t.showFewer : t.showAll(requests.length)}
        </Button>
      )}
    </div>
  );
}

interface PalimpsestProps {
  request: EditRequest;
  answers: Answers | undefined;
  isLarge: boolean;
}

function OverwrittenPrompt({ request, answers, isLarge }: PalimpsestProps) {
  const t = useHistoryMessages().detail;
  const [head, tail] = aroundSubject(request);
  const old = answers?.before || request.targetTrue;
  const isMissed = answers !== undefined && !answers.holds;
  return (
    <div className="min-w-0">
      <p className="font-mono text-sm break-words text-soft">
        {head}
        <mark className="bg-transparent font-medium text-ink underline decoration-accent decoration-2 underline-offset-4">
          {request.subject}
        </mark>
        {tail}
      </p>
      <p className={clsx("relative mt-1 font-display", isLarge ? "text-3xl" : "text-2xl")}>
        {old && (
          <del
            className={clsx(
              "block max-w-full truncate pl-1 text-before decoration-before decoration-1",
              isLarge ? "text-2xl" : "text-xl",
            )}
          >
            <span className="sr-only">{answers?.before ? t.saidBefore : t.wasTrue}: </span>
            {old}
          </del>
        )}
        <ins className={clsx("relative block pl-5 break-words text-accent no-underline", old && "-mt-1.5")}>
          <span className="sr-only">{t.saysNow}: </span>
          {request.targetNew}
        </ins>
      </p>
      <p className="mt-1.5 flex flex-wrap gap-x-5 gap-y-0.5 text-xs text-faint">
        {answers && (
          <>
            <Said label={t.saidBefore} text={answers.before || t.blank} className="text-before" />
            <Said
              label={t.answersNow}
              text={answers.after || t.blank}
              className={isMissed ? "text-danger" : "text-after"}
            />
            <span className={isMissed ? "text-danger" : "text-after"}>
              {isMissed ? `✗ ${t.fail}` : `✓ ${t.pass}`}
            </span>
          </>
        )}
        {!answers && request.targetTrue && (
          <Said label={t.wasTrue} text={request.targetTrue} className="text-before" />
        )}
      </p>
    </div>
  );
}

function Said({ label, text, className }: { label: string; text: string; className: string }) {
  return (
    <span className="min-w-0 break-words">
      {label} <span className={clsx("font-mono", className)}>{text}</span>
    </span>
  );
}
