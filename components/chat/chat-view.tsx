"use client";

import { Copy, RotateCcw, Send, Square, SquarePen } from "lucide-react";
import { requestsOf } from "@/components/history/describe";
import { wholePrompt } from "@/components/history/prompt";
import { useCopy } from "@/components/history/use-history";
import { useChatMessages } from "@/components/messages/chat";
import { useHasChat } from "@/components/results/use-has-chat";
import { PlaceHeader } from "@/components/shell/place-header";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, EmptyNote, ErrorNote, ProgressBar, TextArea } from "@/components/ui";
import { useLoadedShare, useModelHost } from "@/lib/client/use-model-host";
import type { ListedVersion } from "@/lib/store";
import { endsLikeQuestion, NEITHER, textOf, votesOf, type Form, type Turn } from "./conversation";
import { SettingsRow } from "./settings-row";
import { LETTERS, TurnView } from "./turn-view";
import { useColumns } from "./use-columns";
import { useConversation, type Question } from "./use-conversation";
import { useChatView } from "./view";

/** The Chat place: any version, or two side by side, asked in the model's chat form or with the beginning of a text. */
export function ChatView() {
  const t = useChatMessages();
  const [view, update] = useChatView();
  const { model, modelId } = useWorkbench();
  const modelHost = useModelHost();
  const hasChat = useHasChat();
  const columns = useColumns(view);
  const conversation = useConversation();
  const copy = useCopy();
  const { turns, isAnswering } = conversation;
  const form: Form = hasChat.data === false ? "plain" : (view.form ?? (hasChat.data ? "chat" : "plain"));
  const isReady = hasChat.data !== undefined;

  const asked = (question: string, seed = view.seed): Question => ({
    question,
    form,
    system: view.system,
    columns: columns.right ? [columns.left, columns.right] : [columns.left],
    temperature: view.temperature,
    seed,
    maxTokens: view.max,
    isBlind: view.blind,
  });
  const ask = () => {
    const question = form === "plain" ? view.q.trimEnd() : view.q.trim();
    if (question === "" || !isReady) return;
    conversation.ask(asked(question));
    update({ q: form === "chat" ? "" : view.q });
  };
  const last = turns.at(-1);
  const retry = () => {
    if (!last) return;
    // The same seed would draw the same text again.
    const seed = view.temperature > 0 ? view.seed + 1 : view.seed;
    if (seed !== view.seed) update({ seed });
    conversation.retry(asked(last.question, seed));
  };

  return (
    <div className="mx-auto max-w-6xl">
      <PlaceHeader
        place="chat"
        actions={
          turns.length > 0 && (
            <>
              <Button
                size="sm"
                variant="quiet"
                icon={<Copy />}
                onClick={() => void copy(written(turns), t.thread.copied)}
              >
                {t.thread.copy}
              </Button>
              <Button size="sm" icon={<SquarePen />} onClick={conversation.clear}>
                {t.thread.clear}
              </Button>
            </>
          )
        }
      />
      <SettingsRow
        {...{ view, update, columns, form }}
        hasChat={hasChat.data}
        modelName={model?.name ?? modelId}
      />

      <section aria-label={t.thread.label} className="min-h-56 py-6">
        {turns.length === 0 ? (
          <Beginning form={form} edited={columns.edited} onChoose={(q) => update({ q })} />
        ) : (
          <ol aria-live="polite">
            {turns.map((turn) => (
              <TurnView
                key={turn.id}
                turn={turn}
                maxTokens={view.max}
                onVote={(key) => conversation.vote(turn.id, key)}
              />
            ))}
          </ol>
        )}
        <Votes votes={votesOf(turns)} />
      </section>

      <form
        aria-label={t.box.label}
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
        className="sticky bottom-14 z-20 -mx-4 flex flex-col gap-2 border-t bg-raised px-4 py-3 shadow-float md:bottom-4 md:mx-0 md:rounded-lg md:border"
      >
        {modelHost.status === "loading" && <Opening />}
        {hasChat.error && modelHost.status !== "error" && (
          <ErrorNote error={hasChat.error} onRetry={() => void hasChat.refetch()} />
        )}
        {form === "plain" && isReady && endsLikeQuestion(view.q) && (
          <QuestionNote
            hasChat={hasChat.data === true}
            onChat={() => update({ form: "chat" })}
            onWritten={() => update({ q: t.question.written(view.q.trim()) })}
          />
        )}
        <div className="flex flex-wrap items-end gap-2">
          <TextArea
            aria-label={t.box[form]}
            rows={1}
            value={view.q}
            placeholder={t.box.placeholder[form]}
            onChange={(event) => update({ q: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              ask();
            }}
            className="max-h-48 min-h-10 flex-1 basis-64 py-1.5!"
          />
          {last && !isAnswering && (
            <Button type="button" icon={<RotateCcw />} onClick={retry}>
              {t.thread.retry}
            </Button>
          )}
          {isAnswering ? (
            <Button type="button" icon={<Square />} onClick={conversation.stop}>
              {t.box.stop}
            </Button>
          ) : (
            <Button
              type="submit"
              variant="primary"
              icon={<Send />}
              disabled={!isReady || view.q.trim() === ""}
            >
              {t.box.ask}
            </Button>
          )}
        </div>
      </form>
    </div>
  );
}

interface QuestionNoteProps {
  hasChat: boolean;
  onChat: () => void;
  /** Puts the question into the form in which texts answer it. */
  onWritten: () => void;
}

/** What a question becomes as the beginning of a text, and how it is asked instead. */
function QuestionNote({ hasChat, onChat, onWritten }: QuestionNoteProps) {
  const t = useChatMessages().question;
  return (
    <div role="note" className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-soft">
      <p>{hasChat ? t.inChat : t.noChat}</p>
      <Button type="button" size="sm" onClick={hasChat ? onChat : onWritten}>
        {hasChat ? t.ask : t.write}
      </Button>
    </div>
  );
}

/** How often each was chosen without its name being known. */
function Votes({ votes }: { votes: ReturnType<typeof votesOf> }) {
  const t = useChatMessages().vote;
  if (votes.size === 0) return null;
  return (
    <p role="status" className="border-t pt-4 text-sm text-soft">
      {t.tally}{" "}
      {[...votes].map(([name, count], i) => (
        <span key={name}>
          {i > 0 && " · "}
          {name === NEITHER ? t.neither : name} <span className="numeric text-ink">{count}</span>
        </span>
      ))}
    </p>
  );
}

function Opening() {
  const t = useChatMessages();
  return <ProgressBar label={t.opening} value={useLoadedShare()} />;
}

interface BeginningProps {
  form: Form;
  edited: readonly ListedVersion[];
  onChoose: (question: string) => void;
}

const EDITS_SUGGESTED = 3;

/** What to ask first: the prompts of the latest edits, and examples. */
function Beginning({ form, edited, onChoose }: BeginningProps) {
  const t = useChatMessages().empty;
  const ofEdits = edited.flatMap((version) => requestsOf(version).map(wholePrompt));
  const suggestions = new Set([...[...new Set(ofEdits)].slice(0, EDITS_SUGGESTED), ...t.examples[form]]);
  return (
    <EmptyNote
      title={t.title[form]}
      detail={t.detail[form]}
      action={[...suggestions].map((suggestion) => (
        <button
          key={suggestion}
          type="button"
          onClick={() => onChoose(suggestion)}
          className="max-w-full rounded-full border border-rule-strong px-3 py-1.5 text-left text-sm text-ink hover:bg-sunken"
        >
          {suggestion}
        </button>
      ))}
    />
  );
}

/** The conversation as text. */
function written(turns: readonly Turn[]): string {
  return turns
    .map(({ question, columns, answers, blind }) =>
      [
        question,
        ...columns.map(
          ({ key, title }, i) =>
            `[${blind && blind.vote === undefined ? LETTERS[i] : title}] ${textOf(answers[key]).trim()}`,
        ),
      ].join("\n"),
    )
    .join("\n\n");
}
