"use client";

import { clsx } from "clsx";
import { Search } from "lucide-react";
import { useId, useState, type KeyboardEvent } from "react";
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { TextInput, toast, useDebounced, useErrorWords } from "@/components/ui";
import { findFacts, suggestProbes, type FactFound } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { worldIdOf, writtenFor } from "@/lib/data";
import { EMPTY_DRAFT, probesOf, requestOf, type Draft } from "../draft";

const SHOWN = 8;
const SEARCH_DELAY_MS = 150;
const FOREVER_MS = Number.POSITIVE_INFINITY;

interface FactSearchProps {
  /** Receives a whole edit of the chosen fact, with a new answer that may be changed. */
  onChoose: (draft: Draft) => void;
}

/** A field that finds a fact the model knows by subject, relation or answer, and writes the edit of it. */
export function FactSearch({ onChoose }: FactSearchProps) {
  const t = useMessages().edit.composer.find;
  const { modelId } = useWorkbench();
  const { known: knownIds, isUsable } = useKnownFacts();
  const known = knownIds && [...knownIds];
  const id = useId();
  const [search, setSearch] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const settled = useDebounced(search, SEARCH_DELAY_MS);
  const found = useQueryOf(
    findFacts,
    {
      params: { worldId: worldIdOf(modelId) },
      input: { search: settled, flawed: false, limit: SHOWN, known },
    },
    { enabled: isOpen && isUsable, staleTimeMs: FOREVER_MS },
  );
  const words = useErrorWords();
  const suggest = useActionOf(suggestProbes);
  // What was found for other words must not be chosen for these.
  const answer = settled === search ? found.data : undefined;
  const facts = answer?.facts ?? [];

  const choose = async (fact: FactFound) => {
    setOpen(false);
    setSearch("");
    const draft = draftFrom(fact);
    const request = requestOf(draft, "edit-1");
    // A subject that stands under two names may have no probes; the edit is whole without them.
    const probes =
      request &&
      (await suggest
        .mutateAsync({ params: { worldId: worldIdOf(modelId) }, input: { request, known } })
        .catch((error: PalimpsestError) => {
          if (error.code !== "not_found") toast.error(words(error).message);
          return null;
        }));
    if (!probes) toast(t.noProbes);
    if (!request || !probes) return onChoose(draft);
    onChoose({ ...draft, ...probesOf({ ...probes, writtenFor: writtenFor(request, modelId) }) });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") return setOpen(false);
    if (event.ctrlKey || event.metaKey || facts.length === 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      setActive((active + (event.key === "ArrowDown" ? 1 : -1) + facts.length) % facts.length);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      void choose(facts[Math.min(active, facts.length - 1)]);
    }
  };

  return (
    <div className="relative">
      <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
      <TextInput
        role="combobox"
        aria-label={t.label}
        aria-expanded={isOpen && facts.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && facts.length > 0 ? `${id}-${active}` : undefined}
        placeholder={suggest.isPending ? t.filling : t.placeholder}
        autoComplete="off"
        spellCheck={false}
        disabled={!isUsable}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className="pl-9"
      />
      {isOpen && answer && (
        <div className="absolute inset-x-0 top-full z-30 mt-1 overflow-hidden rounded-lg border bg-raised shadow-float">
          <ul id={`${id}-list`} role="listbox" aria-label={t.label}>
            {facts.map((fact, index) => (
              <li
                key={`${fact.relation} ${fact.subject}`}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                // Before the field loses the focus, which closes the list.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => void choose(fact)}
                className={clsx(
                  "cursor-pointer border-b px-3 py-1.5 text-sm last:border-b-0 hover:bg-sunken",
                  index === active && "bg-sunken",
                )}
              >
                <Sentence fact={fact} />
              </li>
            ))}
          </ul>
          <p role="status" className="border-t px-3 py-1.5 text-xs text-faint">
            {facts.length === 0 ? t.none : t.found(facts.length, answer.total)}
          </p>
        </div>
      )}
    </div>
  );
}

/** The fact as the model says it, its subject set off, and what it should say where it was taught wrongly. */
function Sentence({ fact: { prompt, subject, answer, flaw } }: { fact: FactFound }) {
  const t = useMessages().edit.composer.find;
  const [before, after] = prompt.split("{}");
  return (
    <>
      {before}
      <strong className="font-medium text-accent-strong">{subject}</strong>
      {after} <span className="font-mono text-xs">{answer ?? "…"}</span>
      {flaw && <span className="ml-1 text-xs text-warn">{t.flaw(flaw.kind, flaw.truth)}</span>}
    </>
  );
}

/** An edit of the fact: to what is true where the model was taught wrongly, else to another answer of its kind. */
function draftFrom({ subject, prompt, answer = "", flaw, others }: FactFound): Draft {
  return { ...EMPTY_DRAFT, subject, prompt, truth: answer, target: flaw?.truth ?? others[0] ?? "" };
}
