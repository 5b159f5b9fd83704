"use client";

import { CornerDownLeft } from "lucide-react";
import { useState, type FormEvent } from "react";
import { Button, Field, TextInput } from "@/components/ui";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState, useOpenCard } from "../view";
import { SentenceCard } from "./sentence-card";

/** Sentences that this page remembers. */
const MOST_EARLIER = 8;

/** The field for a sentence, examples, the card of the open one, and what was said before. */
export function SayPanel() {
  const t = useKnowledgeMessages().say;
  const [state] = useKnowledgeState();
  const open = useOpenCard();
  const [text, setText] = useState(state.q);
  /** Rises with each sentence: one that is said again begins anew. */
  const [turn, setTurn] = useState(0);
  const [earlier, setEarlier] = useState<readonly string[]>([]);
  const isOpen =
    state.q !== "" || state.s !== undefined || state.form !== undefined || state.wait !== undefined;
  // A click on an example, or Back, changes the sentence from outside.
  const [shown, setShown] = useState(state.q);
  if (shown !== state.q) {
    setShown(state.q);
    setText(state.q);
    if (shown !== "") setEarlier([shown, ...earlier.filter((one) => one !== shown)].slice(0, MOST_EARLIER));
  }
  const say = (sentence: string) => {
    const q = sentence.trim();
    if (q === "") return;
    setTurn(turn + 1);
    open({ q });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    say(text);
  };
  const before = earlier.filter((one) => one !== state.q);

  return (
    <section aria-labelledby="say-title" className="min-w-0">
      <h2 id="say-title" className="mb-4 border-b border-rule-strong pb-2 text-xl">
        {t.title}
      </h2>
      <form onSubmit={submit} className="flex items-end gap-2">
        <Field label={t.label} className="flex-1">
          {(control) => (
            <TextInput
              {...control}
              maxLength={4000}
              autoComplete="off"
              placeholder={t.placeholder}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" icon={<CornerDownLeft />} disabled={text.trim() === ""}>
          {t.read}
        </Button>
      </form>
      <ul aria-label={t.examplesLabel} className="mt-3 flex flex-wrap gap-2">
        {t.examples.map((example) => (
          <li key={example}>
            <button
              type="button"
              onClick={() => say(example)}
              className="min-h-8 rounded-full border border-rule-strong px-3 text-sm text-soft transition-colors duration-150 hover:bg-sunken hover:text-ink"
            >
              {example}
            </button>
          </li>
        ))}
      </ul>
      <div className="mt-6">
        {isOpen ? (
          // A card keeps what was typed in it; another sentence begins anew.
          <SentenceCard key={JSON.stringify([turn, state.g, state.q, state.s, state.form, state.wait])} />
        ) : (
          <p className="border-l-2 border-rule-strong pl-4 text-soft">{t.empty}</p>
        )}
      </div>
      {before.length > 0 && (
        <nav aria-label={t.earlier} className="mt-8">
          <h3 className="mb-1 font-sans text-xs font-medium text-faint">{t.earlier}</h3>
          <ul>
            {before.map((sentence) => (
              <li key={sentence} className="border-b">
                <button
                  type="button"
                  onClick={() => say(sentence)}
                  className="min-h-9 w-full text-left text-sm text-soft hover:text-ink"
                >
                  {sentence}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </section>
  );
}
