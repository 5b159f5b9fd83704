"use client";

import { clsx } from "clsx";
import { useMessages } from "@/components/messages";
import { MissingScript } from "./missing-script";
import type { Tokens } from "../use-model-queries";

interface TokenStripProps {
  /** The field it belongs to, in words. */
  field: string;
  /** What was cut; tokens say where they stand in it. */
  text: string;
  tokens: Tokens | undefined;
  /** Character range of the subject in the text that was cut. */
  subject?: { readonly start: number; readonly end: number };
}

/** How the model's tokenizer cuts a text: spaces shown, the subject tinted, its last token underlined. */
export function TokenStrip({ field, text, tokens, subject }: TokenStripProps) {
  const t = useMessages().edit.tokens;
  if (!tokens) return <p className="min-h-6 text-xs text-faint">{t.waiting}</p>;
  const inSubject = tokens.map(
    (token) => subject !== undefined && token.start < subject.end && token.end > subject.start,
  );
  const last = inSubject.lastIndexOf(true);
  return (
    <>
      <div className="flex min-h-6 items-start gap-2">
        <ol aria-label={t.label(field)} className="flex min-w-0 flex-1 flex-wrap gap-x-0.5 gap-y-1">
          {tokens.map((token, index) => (
            <li
              key={index}
              title={index === last ? `${token.id} · ${t.subjectLast}` : String(token.id)}
              className={clsx(
                "rounded-sm px-1 font-mono text-xs break-all",
                inSubject[index] ? "bg-accent-wash text-accent-strong" : "bg-sunken text-soft",
                index === last && "underline decoration-accent decoration-2 underline-offset-2",
              )}
            >
              {token.text.replaceAll(" ", "␣").replaceAll("\n", "⏎")}
              {index === last && <span className="sr-only"> ({t.subjectLast})</span>}
            </li>
          ))}
        </ol>
        <span className="numeric shrink-0 text-xs text-faint">{t.count(tokens.length)}</span>
      </div>
      <MissingScript text={text} tokens={tokens} />
    </>
  );
}
