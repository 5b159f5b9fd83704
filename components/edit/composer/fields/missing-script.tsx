"use client";

import { TriangleAlert } from "lucide-react";
import { useMessages } from "@/components/messages";
import type { Tokens } from "../use-model-queries";

const SCRIPTS = {
  chinese: /\p{Script=Han}/u,
  japanese: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  korean: /\p{Script=Hangul}/u,
  cyrillic: /\p{Script=Cyrillic}/u,
  arabic: /\p{Script=Arabic}/u,
} as const;
type Script = keyof typeof SCRIPTS;

/** The replacement character, which stands for a part of a character. */
const BROKEN = "\uFFFD";

/** Says that the model has no tokens for the script of a text; nothing when it has. */
export function MissingScript({ text, tokens }: { text: string; tokens: Tokens | undefined }) {
  const t = useMessages().edit.tokens;
  const missing = tokens && missingScript(text, tokens);
  if (!missing) return null;
  return (
    <p className="flex items-start gap-1.5 text-xs text-warn">
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {t.missingScript[missing]}
    </p>
  );
}

/** The script that a tokenizer cuts into bytes. A rare character may be, in a vocabulary that has its script: most must be. */
export function missingScript(text: string, tokens: Tokens): Script | null {
  const scripts = Object.entries(SCRIPTS) as [Script, RegExp][];
  // An answer's tokens are those of a part of its text.
  const cut = text.slice(tokens.at(0)?.start, tokens.at(-1)?.end);
  for (const [script, pattern] of scripts) {
    const characters = [...cut].filter((character) => pattern.test(character)).length;
    const broken = tokens.filter(
      (token) => token.text.includes(BROKEN) && pattern.test(text.slice(token.start, token.end)),
    );
    if (characters > 0 && broken.length > characters) return script;
  }
  return null;
}
