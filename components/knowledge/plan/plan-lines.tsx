"use client";

import { clsx } from "clsx";
import { useKnowledgeMessages } from "../use-messages";
import { Checkbox } from "@/components/ui";
import type { PlanLine } from "@/lib/knowledge/schemas";
import type { Wording } from "../words";

/** In the order in which a person weighs them: what is lost before what is won. */
const KINDS = ["retract", "add", "derive", "check"] as const;

const LOOKS = {
  retract: { mark: "−", tone: "bg-danger-wash text-danger" },
  add: { mark: "+", tone: "bg-after-wash text-after" },
  derive: { mark: "⇒", tone: "bg-accent-wash text-accent-strong" },
  check: { mark: "?", tone: "bg-sunken text-soft" },
} as const;

interface PlanLinesProps {
  lines: readonly PlanLine[];
  words: Wording;
  /** Absent where a plan is only read. */
  onToggle?: (line: string) => void;
  /** What the model says now, by line. */
  says?: ReadonlyMap<string, string>;
}

/** A plan as a diff: what is taken out, added, derived and checked, each line with the rule that caused it. */
export function PlanLines({ lines, words, onToggle, says }: PlanLinesProps) {
  const t = useKnowledgeMessages().plan;
  const groups = KINDS.map((kind) => ({ kind, of: lines.filter((line) => line.kind === kind) }));
  return (
    <div className="flex flex-col gap-4">
      {groups
        .filter(({ of }) => of.length > 0)
        .map(({ kind, of }) => (
          <section key={kind} aria-label={t.groups[kind]}>
            <h4 className="mb-1 font-sans text-xs font-medium text-faint">{t.groups[kind]}</h4>
            <ul className="border-t">
              {of.map((line) => (
                <Line key={line.id} line={line} words={words} onToggle={onToggle} says={says?.get(line.id)} />
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}

interface LineProps {
  line: PlanLine;
  words: Wording;
  onToggle?: (line: string) => void;
  says?: string;
}

function Line({ line, words, onToggle, says }: LineProps) {
  const t = useKnowledgeMessages().plan;
  const { id, kind, triple, ticked, from, until } = line;
  const { mark, tone } = LOOKS[kind];
  const dates = t.dates(from, until);
  const sentence = (
    <>
      <span className="sr-only">{t.signs[kind]}: </span>
      <span className={clsx(!ticked && "text-faint line-through")}>
        {words.sentence(triple)}
        {dates && ` (${dates})`}
      </span>
    </>
  );
  const reasons = (
    <>
      <span className="block">{useRuleText(line, words)}</span>
      {says !== undefined && <span className="block text-soft">{t.says(says)}</span>}
    </>
  );
  return (
    <li className="flex items-start gap-3 border-b py-2">
      <span
        aria-hidden
        className={clsx(
          "mt-0.5 w-6 shrink-0 rounded-sm text-center font-mono text-sm font-semibold",
          ticked ? tone : "bg-sunken text-faint",
        )}
      >
        {mark}
      </span>
      {onToggle ? (
        <Checkbox
          checked={ticked}
          onChange={() => onToggle(id)}
          label={sentence}
          hint={reasons}
          className="min-w-0"
        />
      ) : (
        <div className="min-w-0 text-sm">
          {sentence}
          <span className="block text-xs text-faint">{reasons}</span>
        </div>
      )}
    </li>
  );
}

/** The rule that caused a line, said of its own entities. */
function useRuleText({ kind, triple, rule, because }: PlanLine, words: Wording): string {
  const { rules } = useKnowledgeMessages().plan;
  const { subject, relation, object } = triple;
  switch (rule.kind) {
    case "coverage":
      return rules.coverage({
        subject: words.name(subject),
        short: words.short(relation),
        question: words.question(triple),
      });
    case "reverse":
      return rules.reverse({
        object: words.name(object),
        ofOne: words.ofOne(relation),
        statement: words.openSentence(triple),
      });
    case "composition": {
      const { first, second } = rule.rule;
      return kind === "retract" && because !== undefined
        ? rules.followsNoLonger(first, second)
        : rules.follows(first, second);
    }
    default:
      return rules[rule.kind];
  }
}
