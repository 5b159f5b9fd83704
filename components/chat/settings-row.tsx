"use client";

import { useChatMessages } from "@/components/messages/chat";
import { Checkbox, Field, SegmentedControl, Select, TextArea, TextInput } from "@/components/ui";
import type { Form } from "./conversation";
import type { Columns } from "./use-columns";
import { NOBODY, type ChatView, type UpdateChatView } from "./view";

interface SettingsRowProps {
  view: ChatView;
  update: UpdateChatView;
  columns: Columns;
  form: Form;
  /** Undefined until the model is open. */
  hasChat: boolean | undefined;
  modelName: string;
}

/** Who is asked, in which form, and how the answers are drawn. */
export function SettingsRow({ view, update, columns, form, hasChat, modelName }: SettingsRowProps) {
  const t = useChatMessages();
  return (
    <div className="flex flex-col gap-4 border-b pb-5">
      <div className="grid gap-4 md:grid-cols-[1fr_1fr_auto] md:items-end">
        <Field label={t.columns.left}>
          {(control) => (
            <Select
              {...control}
              value={columns.leftValue}
              onChange={(left) => update({ left })}
              options={columns.choices}
            />
          )}
        </Field>
        <Field label={t.columns.right}>
          {(control) => (
            <Select
              {...control}
              value={view.unkept ? UNKEPT : columns.rightValue}
              onChange={(right) => right !== UNKEPT && update({ right, unkept: undefined })}
              options={[
                ...(view.unkept ? [{ value: UNKEPT, label: t.columns.unkept }] : []),
                ...columns.choices,
                { value: NOBODY, label: t.columns.none },
              ]}
            />
          )}
        </Field>
        <SegmentedControl<Form>
          label={t.form.label}
          value={form}
          onChange={(next) => update({ form: next })}
          options={[
            { value: "chat", label: t.form.chat, disabled: hasChat === false },
            { value: "plain", label: t.form.plain },
          ]}
          className="self-end"
        />
      </div>
      {hasChat === false && <p className="text-sm text-soft">{t.form.noTemplate(modelName)}</p>}
      <details className="group">
        <summary className="w-fit cursor-pointer text-sm text-soft hover:text-ink">
          {t.settings.title(view.temperature, view.max)}
        </summary>
        <div className="mt-3 grid gap-4 md:grid-cols-3">
          {form === "chat" && (
            <Field label={t.settings.system} hint={t.settings.systemHint} className="md:col-span-3">
              {(control) => (
                <TextArea
                  {...control}
                  rows={2}
                  value={view.system}
                  onChange={(event) => update({ system: event.target.value })}
                />
              )}
            </Field>
          )}
          <NumberField
            label={t.settings.temperature}
            hint={t.settings.temperatureHint}
            value={view.temperature}
            range={[0, 4, 0.1]}
            onChange={(temperature) => update({ temperature })}
          />
          <NumberField
            label={t.settings.seed}
            hint={t.settings.seedHint}
            value={view.seed}
            range={[0, 999_999, 1]}
            onChange={(seed) => update({ seed })}
          />
          <NumberField
            label={t.settings.max}
            value={view.max}
            range={[1, 512, 1]}
            onChange={(max) => update({ max })}
          />
          <Checkbox
            label={t.settings.blind}
            hint={t.settings.blindHint}
            checked={view.blind}
            onChange={(blind) => update({ blind })}
            className="md:col-span-3"
          />
        </div>
      </details>
    </div>
  );
}

/** The right column's choice while it is an edit that no version has yet. */
const UNKEPT = "unkept";

interface NumberFieldProps {
  label: string;
  hint?: string;
  value: number;
  range: readonly [min: number, max: number, step: number];
  onChange: (value: number) => void;
}

/** Numbers outside of the range are taken to its end. */
function NumberField({ label, hint, value, range: [min, max, step], onChange }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <TextInput
          {...control}
          type="number"
          {...{ min, max, step, value }}
          onChange={(event) => {
            const typed = event.target.valueAsNumber;
            if (Number.isFinite(typed)) onChange(Math.min(max, Math.max(min, typed)));
          }}
        />
      )}
    </Field>
  );
}
