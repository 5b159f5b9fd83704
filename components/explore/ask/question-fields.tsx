"use client";

import { RotateCcw } from "lucide-react";
import Link from "next/link";
import { useGraph, useNaming, type Graph } from "@/components/history/use-history";
import { useExploreMessages } from "@/components/messages/explore";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, Field, TextInput } from "@/components/ui";
import type { ExploreView } from "../view";
import type { Asked, AskedOf } from "./use-asked";

const NO_VERSIONS: Graph["index"] = new Map();

type Change = Partial<Pick<ExploreView, "prompt" | "subject" | "answer" | "old" | "other">>;

interface QuestionFieldsProps {
  view: ExploreView;
  of: AskedOf;
  /** Whether two prompts are compared. */
  isPair: boolean;
  /** Whether the answer that each model gives is followed, whatever was written. */
  isOwnAnswer: boolean;
  /** Where the other subject comes from. */
  other: "written" | "found" | "looking" | "none";
  onChange: (change: Change) => void;
}

/** The prompt with its subject, the answers that are followed and, where two prompts are compared, the other subject. */
export function QuestionFields({
  view,
  of: { asked, edited },
  isPair,
  isOwnAnswer,
  other,
  onChange,
}: QuestionFieldsProps) {
  const t = useExploreMessages();
  const names: readonly (keyof Asked)[] = [
    "prompt",
    "subject",
    ...(isPair ? (["other"] as const) : isOwnAnswer ? [] : (["answer"] as const)),
    ...(!isPair && !isOwnAnswer && asked.old !== "" ? (["old"] as const) : []),
  ];
  const isOwn = names.some((name) => view[name] !== undefined);
  const request = edited?.change.kind === "edit" ? edited.change.requests[0] : undefined;
  return (
    <section aria-label={t.ask.title} className="mb-6 rounded-lg border bg-raised p-4">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm text-soft">
        <LooksAt of={edited} />
        {isOwn && edited && (
          <Button
            size="sm"
            variant="quiet"
            icon={<RotateCcw />}
            onClick={() =>
              onChange({
                prompt: undefined,
                subject: undefined,
                answer: undefined,
                old: undefined,
                other: undefined,
              })
            }
          >
            {t.ask.reset}
          </Button>
        )}
      </div>
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-[2fr_1fr_1fr_1fr]">
        {names.map((name) => (
          <Field
            key={name}
            label={t.fields[name].label}
            hint={name === "other" ? (t.ask.others[other] ?? t.fields.other.hint) : t.fields[name].hint}
            error={
              name === "prompt" && asked.subject.trim() !== "" && !asked.prompt.includes("{}")
                ? t.fields.prompt.missing
                : undefined
            }
          >
            {(control) => (
              <TextInput
                {...control}
                mono
                value={asked[name]}
                onChange={(event) => onChange({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {request?.form === "chat" && <p className="mt-2 text-xs text-warn">{t.ask.chat}</p>}
    </section>
  );
}

function LooksAt({ of: version }: { of: AskedOf["edited"] }) {
  const t = useExploreMessages();
  const { graph } = useGraph();
  const name = useNaming(graph?.index ?? NO_VERSIONS);
  const { hrefTo } = useWorkbench();
  if (!version || !graph) return <p>{t.sides.looksAtModel}</p>;
  const [path, query] = hrefTo("/history").split("?");
  const search = new URLSearchParams(query);
  search.set("v", version.id);
  return (
    <p className="flex flex-wrap items-baseline gap-x-3">
      <span>
        {t.sides.looksAt}{" "}
        <strong className="font-display text-base font-medium text-ink">{name(version).title}</strong>
      </span>
      <Link
        href={`${path}?${search.toString()}`}
        className="text-xs underline decoration-rule-strong underline-offset-4 hover:text-ink"
      >
        {t.sides.toHistory}
      </Link>
    </p>
  );
}
