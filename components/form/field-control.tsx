"use client";

import { RotateCcw } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { JsonValue } from "@/lib/base";
import { useMessages } from "@/components/messages";
import { Field, IconButton, Select, Switch, TextInput, type ControlProps } from "@/components/ui";
import { faultText } from "./fault-text";
import { faultOf, type FormField } from "./schema";

interface FieldControlProps {
  field: FormField;
  /** Absent when nobody has set it. */
  value: JsonValue | undefined;
  /** What holds while nobody sets it: the preset's value, else the schema's default. */
  fallback: JsonValue | undefined;
  /** The description in the language of the page, where there is one. */
  description?: string;
  onChange: (value: JsonValue | undefined) => void;
}

/** One field: its name, its published name, what it does, what it is when left alone, and a way back to that. */
export function FieldControl({ field, value, fallback, description, onChange }: FieldControlProps) {
  const t = useMessages().form;
  const shown = value ?? fallback;
  const fault = faultOf(field, shown);
  const isChanged = value !== undefined;
  const hint = (
    <FieldHint
      field={field}
      description={description ?? field.description}
      fallback={fallback}
      isChanged={isChanged}
    />
  );
  const reset = isChanged && (
    <IconButton
      size="sm"
      label={t.reset(field.name)}
      icon={<RotateCcw />}
      onClick={() => onChange(undefined)}
      className="-my-1.5"
    />
  );

  if (field.kind === "boolean") {
    return (
      <div className="flex items-start justify-between gap-3">
        <Switch
          checked={shown === true}
          onChange={onChange}
          label={<span className="font-mono text-sm">{field.name}</span>}
          hint={hint}
        />
        {reset}
      </div>
    );
  }
  return (
    <Field
      label={<span className="font-mono">{field.name}</span>}
      aside={reset}
      error={fault ? faultText(fault, t) : undefined}
      hint={hint}
    >
      {(control) => <ValueInput field={field} value={shown} control={control} onChange={onChange} />}
    </Field>
  );
}

interface FieldHintProps {
  field: FormField;
  description: string | undefined;
  fallback: JsonValue | undefined;
  isChanged: boolean;
}

function FieldHint({ field, description, fallback, isChanged }: FieldHintProps): ReactNode {
  const t = useMessages().form;
  return (
    <>
      {description}
      {description && " "}
      {isChanged && fallback !== undefined && (
        <span className="numeric">{t.defaultsTo(written(field, fallback, t.none))} </span>
      )}
      {field.alias && field.alias !== field.name && (
        <code className="font-mono whitespace-nowrap text-faint" title={t.alias(field.alias)}>
          {field.alias}
        </code>
      )}
    </>
  );
}

interface ValueInputProps {
  field: FormField;
  value: JsonValue | undefined;
  control: ControlProps;
  onChange: (value: JsonValue | undefined) => void;
}

function ValueInput({ field, value, control, onChange }: ValueInputProps) {
  const none = useMessages().form.none;
  if (field.kind === "enum") {
    const options = (field.options ?? []).map((option) => ({ value: option, label: option }));
    return <Select {...control} value={String(value ?? "")} onChange={onChange} options={options} />;
  }
  return (
    <TypedInput
      key={field.name}
      field={field}
      value={value}
      control={control}
      none={none}
      onChange={onChange}
    />
  );
}

/** Keeps what a person types ("0.", "3, ") while the value it stands for is kept outside. */
function TypedInput({ field, value, control, none, onChange }: ValueInputProps & { none: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const text =
    typed !== null && same(readInput(field, typed), value) ? typed : written(field, value ?? null, "");
  return (
    <TextInput
      {...control}
      mono
      inputMode={field.kind === "number" || field.kind === "integer" ? "decimal" : "text"}
      placeholder={field.nullable ? none : undefined}
      value={text}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(readInput(field, event.target.value));
      }}
      onBlur={() => setTyped(null)}
      className="min-h-9"
    />
  );
}

/** The value that typed text stands for; text that stands for none is kept as text, and has a fault. */
function readInput(field: FormField, text: string): JsonValue {
  const trimmed = text.trim();
  if (trimmed === "" && field.nullable) return null;
  switch (field.kind) {
    case "number":
    case "integer":
      return readNumber(trimmed);
    case "integers":
    case "numbers":
      return trimmed
        .split(/[\s,，]+/)
        .filter(Boolean)
        .map(readNumber);
    case "json":
      return readJson(text);
    default:
      return text;
  }
}

function readNumber(text: string): JsonValue {
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function readJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text; // kept as it is, so that a person can go on typing; `faultOf` names it
  }
}

function written(field: FormField, value: JsonValue, none: string): string {
  if (value === null) return none;
  if (field.kind === "json" && typeof value !== "string") return JSON.stringify(value);
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function same(a: JsonValue, b: JsonValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b ?? null);
}
