"use client";

import { useHistoryMessages } from "@/components/messages/history";
import { Continuation } from "@/components/results/continuation";
import { useHasChat } from "@/components/results/use-has-chat";
import { ErrorNote, Field, ProgressBar, Skeleton, TextInput, useDebounced } from "@/components/ui";
import { useLoadedShare, useModelHost } from "@/lib/client/use-model-host";
import { useHistoryView } from "../view";
import { NextTokens } from "./next-tokens";
import { SIDES } from "./sides";
import { useBoth } from "./use-both";

interface AskBothProps {
  /** The earlier version and the later one. */
  versions: readonly [string, string];
  titles: readonly [string, string];
  /** Prompts worth asking: those of the edits that only one side has. */
  suggestions: readonly string[];
}

const PAUSE_MS = 250;
const TOKENS = 32;

/** One prompt, put to both versions: what each writes, and what each would say next. */
export function AskBoth({ versions, titles, suggestions }: AskBothProps) {
  const t = useHistoryMessages().compare;
  const [{ prompt }, update] = useHistoryView();
  const asked = prompt ?? suggestions[0] ?? "";
  const settled = useDebounced(asked, PAUSE_MS);
  const form = useHasChat().data ? "chat" : undefined;
  const isAsked = settled.trim() !== "";
  const texts = useBoth(
    ["texts", settled, versions],
    (host, signal) =>
      host.continuations({ prompts: [settled], versions: [...versions], maxTokens: TOKENS }, signal),
    isAsked,
  );
  const inChat = useBoth(
    ["chat", settled, versions],
    (host, signal) =>
      host.continuations({ prompts: [settled], form, versions: [...versions], maxTokens: TOKENS }, signal),
    isAsked && form === "chat",
  );
  return (
    <div className="flex flex-col gap-4">
      <Field label={t.prompt} hint={t.askHint}>
        {(control) => (
          <TextInput
            {...control}
            mono
            spellCheck={false}
            value={asked}
            placeholder={t.promptPlaceholder}
            onChange={(event) => update({ prompt: event.target.value })}
          />
        )}
      </Field>
      {suggestions.length > 0 && (
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-xs">
          <span className="text-faint">{t.try}</span>
          {suggestions.map((suggestion) => (
            <button
              key={suggestion}
              type="button"
              aria-pressed={suggestion === asked}
              onClick={() => update({ prompt: suggestion })}
              className="max-w-full truncate font-mono text-soft underline decoration-rule-strong underline-offset-4 hover:text-ink aria-pressed:text-accent"
            >
              {suggestion}
            </button>
          ))}
        </div>
      )}
      <HostNote />
      {texts.error && <ErrorNote error={texts.error} onRetry={() => void texts.refetch()} />}
      {!isAsked && <p className="text-sm text-soft">{t.typePrompt}</p>}
      {isAsked && !texts.error && (
        <>
          <Texts title={t.writes} titles={titles} texts={texts.data?.texts} />
          {form === "chat" && <Texts title={t.answersInChat} titles={titles} texts={inChat.data?.texts} />}
          <NextTokens prompt={settled} versions={versions} titles={titles} />
        </>
      )}
    </div>
  );
}

interface TextsProps {
  title: string;
  titles: readonly [string, string];
  /** By side, of the one prompt. */
  texts: readonly (readonly string[])[] | undefined;
}

function Texts({ title, titles, texts }: TextsProps) {
  return (
    <section aria-label={title} aria-busy={!texts}>
      <h4 className="eyebrow">{title}</h4>
      <div className="mt-2 grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {SIDES.map((side, i) =>
          texts ? (
            <Continuation
              key={side}
              label={titles[i]}
              tone={side}
              text={texts[i][0]}
              other={texts[1 - i][0]}
            />
          ) : (
            <Skeleton key={side} className="h-14 w-full" />
          ),
        )}
      </div>
    </section>
  );
}

function HostNote() {
  const t = useHistoryMessages().compare;
  const modelHost = useModelHost();
  const share = useLoadedShare();
  if (modelHost.status === "error" && modelHost.error)
    return <ErrorNote error={modelHost.error} onRetry={modelHost.retry} />;
  return modelHost.status === "loading" ? <ProgressBar label={t.waiting} value={share} /> : null;
}
