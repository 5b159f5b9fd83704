"use client";

import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { useMessages } from "@/components/messages";
import { useHasChat } from "@/components/results/use-has-chat";
import { Field, SegmentedControl, TextInput } from "@/components/ui";
import { answerText, promptText, requestFaults, spaceBehind, type EditCase } from "@/lib/data";
import { AnswerLine } from "./answer-line";
import { ClashNotes } from "../batch/clash-notes";
import { caseOf, slottedPrompt, subjectSpan, type Draft } from "./draft";
import { EditList } from "./edit-list";
import { OtherLanguage } from "./other-language";
import { PromptField } from "./fields/prompt-field";
import { TokenStrip } from "./fields/token-strip";
import { useTokens } from "./use-model-queries";
import type { EditDrafts } from "./use-edit-drafts";

// Its list opens only when somebody types in it.
const FactSearch = dynamic(() => import("./fields/fact-search").then((file) => file.FactSearch), {
  ssr: false,
  loading: () => <div className="min-h-10" />,
});

interface ComposerProps {
  edits: EditDrafts;
  examples: readonly EditCase[];
  /** True once a person has tried to run: until then empty fields are not called wrong. */
  showFaults: boolean;
  /** Puts a whole list in place of all edits. */
  onLoad: (cases: readonly EditCase[]) => void;
}

/** What should change: one or several edits, with what the model says now. */
export function Composer({ edits, examples, showFaults, onLoad }: ComposerProps) {
  const t = useMessages().edit.composer;
  const { drafts, open } = edits;
  const draft = drafts[open];
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <EditList
        drafts={drafts}
        open={open}
        examples={examples}
        onOpen={edits.setOpen}
        onAdd={edits.add}
        onRemove={edits.remove}
        onReplace={edits.change}
        onLoad={onLoad}
        onAppend={edits.append}
      />
      <OtherLanguage />
      <DraftClashes drafts={drafts} />
      {edits.keeping !== "address" && (
        <p className={clsx("text-xs", edits.keeping === "lost" ? "text-warn" : "text-faint")}>
          {edits.keeping === "lost" ? t.listLost : t.listKept}
        </p>
      )}
      <FactSearch onChoose={edits.change} />
      <DraftFields key={open} draft={draft} showFaults={showFaults} onChange={edits.change} />
      <AnswerLine prompt={subjectSpan(draft)?.text ?? promptText(draft.prompt)} form={draft.form} />
    </div>
  );
}

/** Edits that contradict or repeat each other, by the numbers of their tabs; those that are not complete have no fact yet. */
function DraftClashes({ drafts }: { drafts: readonly Draft[] }) {
  const [cases, numbers] = useMemo(() => {
    const whole = drafts.flatMap((draft, index) => {
      const made = caseOf(draft, `edit-${index + 1}`);
      return made ? [{ made, number: index + 1 }] : [];
    });
    return [whole.map(({ made }) => made), whole.map(({ number }) => number)];
  }, [drafts]);
  return <ClashNotes cases={cases} numbers={numbers} />;
}

interface DraftFieldsProps {
  draft: Draft;
  showFaults: boolean;
  onChange: (change: Partial<Draft>) => void;
}

function DraftFields({ draft, showFaults, onChange }: DraftFieldsProps) {
  const messages = useMessages();
  const t = messages.edit.composer;
  const words = messages.lists.faults;
  const span = subjectSpan(draft);
  const prompt = span?.text ?? promptText(draft.prompt);
  // In chat the answer begins a line.
  const ahead = draft.form === "chat" ? "\n" : prompt;
  const [target, truth] = [draft.target, draft.truth].map((answer) => sentenceOf(ahead, answer));
  const tokensOf = useTokens([prompt, ahead, target, truth]);
  // An answer has the tokens that it has behind its prompt, as it is scored.
  const tokensBehindPrompt = (sentence: string) => {
    const before = ahead === "" ? [] : tokensOf(ahead);
    return before && tokensOf(sentence)?.slice(before.length);
  };
  const faults = requestFaults(draft);
  // A subject that does not fit the prompt is told at once; an empty field only after Run was tried.
  const promptFault =
    faults.prompt && (faults.prompt !== "noPrompt" || showFaults) ? words[faults.prompt]({}) : undefined;

  return (
    <div className="flex flex-col gap-4">
      <Field
        label={t.subject}
        hint={t.subjectHint}
        error={showFaults && faults.subject ? words[faults.subject]({}) : undefined}
        required
      >
        {(control) => (
          <TextInput
            {...control}
            mono
            spellCheck={false}
            autoComplete="off"
            value={draft.subject}
            // From here on the prompt follows what is typed.
            onFocus={() => {
              const slotted = slottedPrompt(draft.subject, draft.prompt);
              if (slotted !== draft.prompt) onChange({ prompt: slotted });
            }}
            onChange={(event) => onChange({ subject: event.target.value })}
          />
        )}
      </Field>
      <div className="flex flex-col gap-1.5">
        <PromptField draft={draft} error={promptFault} onChange={(next) => onChange({ prompt: next })} />
        <FormSwitch form={draft.form} onChange={(form) => onChange({ form })} />
        {prompt !== "" && (
          <TokenStrip field={t.prompt} text={prompt} tokens={tokensOf(prompt)} subject={span ?? undefined} />
        )}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-1.5">
          <Field
            label={t.target}
            hint={t.targetHint}
            error={showFaults && faults.target ? words[faults.target]({}) : undefined}
            required
          >
            {(control) => (
              <TextInput
                {...control}
                mono
                spellCheck={false}
                autoComplete="off"
                value={draft.target}
                onChange={(event) => onChange({ target: event.target.value })}
              />
            )}
          </Field>
          {target !== "" && <TokenStrip field={t.target} text={target} tokens={tokensBehindPrompt(target)} />}
        </div>
        <div className="flex min-w-0 flex-col gap-1.5">
          <Field label={t.truth} hint={t.truthHint}>
            {(control) => (
              <TextInput
                {...control}
                mono
                spellCheck={false}
                autoComplete="off"
                value={draft.truth}
                onChange={(event) => onChange({ truth: event.target.value })}
              />
            )}
          </Field>
          {truth !== "" && <TokenStrip field={t.truth} text={truth} tokens={tokensBehindPrompt(truth)} />}
        </div>
      </div>
    </div>
  );
}

/** Whether the prompts are plain text or turns of a chat, where the model knows chat. */
function FormSwitch({ form, onChange }: Pick<Draft, "form"> & { onChange: (form: Draft["form"]) => void }) {
  const t = useMessages().edit.composer.form;
  const hasChat = useHasChat().data ?? false;
  if (!hasChat && form === undefined) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <SegmentedControl
        label={t.label}
        size="sm"
        value={form ?? "plain"}
        onChange={(next) => onChange(next === "chat" ? "chat" : undefined)}
        options={[
          { value: "plain", label: t.plain },
          { value: "chat", label: t.chat, disabled: !hasChat },
        ]}
      />
      <p className="text-xs text-faint">{form ? t.chatDetail : t.plainDetail}</p>
    </div>
  );
}

/** An answer behind its prompt, or behind the end of a line; empty while there is no answer. */
function sentenceOf(ahead: string, answer: string): string {
  const text = answerText(answer);
  return text === "" ? "" : `${ahead}${spaceBehind(ahead)}${text}`;
}
