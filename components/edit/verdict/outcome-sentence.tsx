"use client";

/** What an edit did, in one sentence made from its probes, and in a second what followed and what held. */
import { CircleAlert, CircleCheck, CircleHelp, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages, type Messages } from "@/components/messages";
import type { Outcome, Tally } from "@/lib/eval/results";

const LOOKS: Record<Outcome["kind"], { readonly icon: ReactNode; readonly tone: string }> = {
  took: { icon: <CircleCheck />, tone: "border-after text-after" },
  narrow: { icon: <CircleAlert />, tone: "border-warn text-warn" },
  damaged: { icon: <CircleAlert />, tone: "border-warn text-warn" },
  missed: { icon: <CircleX />, tone: "border-danger text-danger" },
  unchanged: { icon: <CircleHelp />, tone: "border-rule-strong text-soft" },
  unasked: { icon: <CircleHelp />, tone: "border-rule-strong text-soft" },
};

export function OutcomeSentence({ outcome }: { outcome: Outcome }) {
  const t = useMessages().edit.verdict.outcome;
  const { kind, replaced } = outcome;
  const { icon, tone } = LOOKS[kind];
  // Several edits that not all took are no success without a but.
  const isPartly = kind === "took" && outcome.edits.right < outcome.edits.of;
  const look = isPartly ? LOOKS.narrow.tone : tone;
  return (
    <section aria-label={t.label} className={`flex items-start gap-3 border-l-2 pl-3 ${look}`}>
      <span aria-hidden className="mt-1 [&>svg]:size-5">
        {isPartly ? LOOKS.narrow.icon : icon}
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-display text-xl text-ink break-words">{sentenceOf(outcome, t)}</p>
        <p className="mt-0.5 text-sm text-soft">{detailOf(outcome, t)}</p>
        {outcome.lostBefore > 0 && (
          <p className="mt-0.5 text-sm text-soft">{t.lostBefore(outcome.lostBefore)}</p>
        )}
        <AlsoChanged leftOpen={outcome.leftOpen} />
        {replaced > 0 && <p className="mt-0.5 text-sm text-soft">{t.replaced(replaced)}</p>}
      </div>
    </section>
  );
}

/** From this share on, it is said as a warning: a person who wanted one fact has lost most of the others. */
const MUCH = 0.5;

/** What else of the subject changed: no miss by the rules, and a number of its own, because nobody should miss it. */
function AlsoChanged({ leftOpen: { right: stayed, of } }: { leftOpen: Outcome["leftOpen"] }) {
  const t = useMessages().edit.verdict.outcome;
  if (of === 0) return null;
  const changed = of - stayed;
  const isMuch = changed / of > MUCH;
  return (
    <p className={`mt-0.5 text-sm ${isMuch ? "text-warn" : "text-soft"}`}>
      <span className="font-medium">{t.alsoChanged(changed, of)}</span> {isMuch && t.alsoChangedNote}
    </p>
  );
}

/** The same in a few words, for a column among others. */
export function OutcomeBrief({ outcome }: { outcome: Outcome }) {
  const t = useMessages().edit.verdict.outcome;
  const { icon, tone } = LOOKS[outcome.kind];
  const { leftOpen: changed } = outcome;
  return (
    <p className={`flex items-start gap-2 text-xs ${tone}`}>
      <span aria-hidden className="mt-0.5 [&>svg]:size-3.5">
        {icon}
      </span>
      <span>
        {t.brief[outcome.kind]}{" "}
        <span className="text-soft">
          {detailOf(outcome, t)} {changed.of > 0 && t.alsoChanged(changed.of - changed.right, changed.of)}
        </span>
      </span>
    </p>
  );
}

type Words = Messages["edit"]["verdict"]["outcome"];

function sentenceOf({ kind, edits, says }: Outcome, t: Words): string {
  if (kind === "unasked") return t.unasked;
  if (!says)
    return kind === "unchanged" ? t.several.unchanged(edits.of) : t.several[kind](edits.right, edits.of);
  const written = says.after === "" ? t.nothing : says.after;
  return kind === "missed" && says.after === says.before ? t.missedSame(written) : t[kind](written);
}

function detailOf({ rephrasings, neighbours, consequences }: Outcome, t: Words): string {
  const said = (tally: Tally, words: (right: number, of: number) => string) =>
    tally.of === 0 ? [] : [words(tally.right, tally.of)];
  const parts = [
    ...said(rephrasings, t.rephrasings),
    ...said(neighbours, t.neighbours),
    ...said(consequences, t.consequences),
  ];
  return parts.length > 0 ? t.details(parts) : t.nothingElse;
}
