"use client";

import { clsx } from "clsx";
import { useMessages } from "@/components/messages";
import type { ChatProbe, Verdict } from "@/lib/eval";
import { BeforeAfter } from "./before-after";

/** The edit's question asked in chat, before and after, and what the answer shows of it. Nothing where it was not asked. */
export function ChatAnswers({ verdict: { chat = [] } }: { verdict: Verdict }) {
  const t = useMessages().edit.verdict.chat;
  if (chat.length === 0) return null;
  return (
    <section aria-label={t.title} className="flex min-w-0 flex-col gap-4">
      <h3 className="font-sans text-xs font-medium text-faint">{t.title}</h3>
      {chat.map((probe) => (
        <article key={probe.caseId} className="min-w-0">
          <h4 className="mb-2 text-base break-words">{probe.question}</h4>
          <BeforeAfter before={probe.before} after={probe.after} />
          <Finding probe={probe} />
        </article>
      ))}
    </section>
  );
}

function Finding({ probe: { finding, insteadOf = "" } }: { probe: ChatProbe }) {
  const t = useMessages().edit.verdict.chat;
  const text = finding === "confused" ? t.confused(insteadOf) : t[finding];
  return <p className={clsx("mt-1.5 text-sm", finding === "says" ? "text-after" : "text-warn")}>{text}</p>;
}
