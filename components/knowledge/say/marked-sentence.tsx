"use client";

import type { Reading } from "@/lib/knowledge/schemas";
import { useKnowledgeMessages } from "../use-messages";

type Role = "subject" | "object" | "withdrawn";

const TONES: Record<Role, string> = {
  subject: "border-accent bg-accent-wash",
  object: "border-after bg-after-wash",
  withdrawn: "border-danger bg-danger-wash line-through",
};

interface Piece {
  readonly text: string;
  readonly role?: Role;
}

/** The sentence with its subject and object marked where they were read; the words around them say the relation. */
export function MarkedSentence({ sentence, readings }: { sentence: string; readings: readonly Reading[] }) {
  const t = useKnowledgeMessages().card.parts;
  const pieces = piecesOf(sentence, readings);
  const isRelation = (text: string) => pieces.length > 1 && /\p{L}/u.test(text);
  return (
    <span className="leading-loose">
      {pieces.map(({ text, role }, index) =>
        role === undefined ? (
          <span
            key={index}
            {...(isRelation(text) && {
              title: t.relation,
              className: "underline decoration-rule-strong decoration-dotted underline-offset-8",
            })}
          >
            {text}
          </span>
        ) : (
          <mark
            key={index}
            title={t[role]}
            className={`rounded-sm border-b-2 px-0.5 text-ink ${TONES[role]}`}
          >
            {text}
          </mark>
        ),
      )}
    </span>
  );
}

/** A name that several facts share is marked once. */
export function piecesOf(sentence: string, readings: readonly Reading[]): readonly Piece[] {
  const spans = readings
    .flatMap(({ subject, object, withdrawn }) => [
      { role: "subject" as const, filler: subject },
      { role: "object" as const, filler: object },
      { role: "withdrawn" as const, filler: withdrawn },
    ])
    .flatMap(({ role, filler }) => (filler ? [{ role, ...filler.span }] : []))
    .sort((a, b) => a.start - b.start);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { role, start, end } of spans) {
    if (start < at || end > sentence.length) continue;
    if (start > at) pieces.push({ text: sentence.slice(at, start) });
    pieces.push({ text: sentence.slice(start, end), role });
    at = end;
  }
  if (at < sentence.length) pieces.push({ text: sentence.slice(at) });
  return pieces;
}
