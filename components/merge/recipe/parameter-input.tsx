"use client";

import { useState } from "react";
import { useMergeMessages } from "../use-messages";
import { Field, Select, Switch, TextInput, type ControlProps } from "@/components/ui";
import type { JsonValue } from "@/lib/base";
import type { OperatorParameter } from "@/lib/merge";

interface ParameterInputProps {
  /** The operator's id: a name may mean another thing in another one. */
  operator: string;
  parameter: OperatorParameter;
  /** As the recipe has it; absent where it says nothing. */
  value: JsonValue | undefined;
  onChange: (value: JsonValue | undefined) => void;
  /** In a row of a model, where the label stands above the column. */
  isCompact?: boolean;
  /** Read aloud in place of the parameter's name alone. */
  label?: string;
}

/** One parameter of an operator: a number, or a list of numbers that runs over the layers. */
export function ParameterInput({
  operator,
  parameter,
  value,
  onChange,
  isCompact = false,
  label,
}: ParameterInputProps) {
  const t = useMergeMessages().form;
  const { id, type, options = [] } = parameter;
  const name = <span className="font-mono">{id}</span>;
  const hint = t.parameter(operator, id) ?? parameter.summary;
  if (type === "boolean" && !isCompact) {
    return (
      <Switch
        checked={(value ?? parameter.default) === true}
        onChange={(next) => onChange(next === parameter.default ? undefined : next)}
        label={<span className="font-mono text-sm">{id}</span>}
        hint={hint}
      />
    );
  }
  if (type === "choice") {
    return (
      <Field label={name} hint={hint}>
        {(control) => (
          <Select
            {...control}
            value={String(value ?? parameter.default ?? "")}
            onChange={onChange}
            options={options.map((option) => ({ value: option, label: option }))}
          />
        )}
      </Field>
    );
  }
  const input = (control: Partial<ControlProps>) => (
    <ScheduleInput
      {...control}
      aria-label={label}
      value={value}
      placeholder={parameter.default === undefined ? t.required : String(parameter.default)}
      onChange={onChange}
    />
  );
  if (isCompact) return input({});
  const fault = faultOf(value);
  return (
    <Field label={name} hint={hint} error={fault ? t.notANumber : undefined}>
      {input}
    </Field>
  );
}

interface ScheduleInputProps extends Partial<ControlProps> {
  value: JsonValue | undefined;
  placeholder: string;
  "aria-label"?: string | undefined;
  onChange: (value: JsonValue | undefined) => void;
}

/** Keeps what a person types while the value that it stands for is in the recipe. Filters are written in YAML alone. */
function ScheduleInput({ value, placeholder, onChange, ...control }: ScheduleInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed !== null && same(readSchedule(typed), value) ? typed : writeSchedule(value);
  return (
    <TextInput
      {...control}
      {...(faultOf(value) && { "aria-invalid": true as const })}
      mono
      inputMode="decimal"
      placeholder={placeholder}
      disabled={text === null}
      value={text ?? "…"}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(readSchedule(event.target.value));
      }}
      onBlur={() => setTyped(null)}
      className="min-h-9"
    />
  );
}

/** "0.5" is a number, "0, 0.5, 1" a list over the layers; what is neither stays text, which the check refuses. */
export function readSchedule(text: string): JsonValue | undefined {
  const parts = text
    .replaceAll(/[[\]]/g, " ")
    .split(/[\s,，]+/)
    .filter(Boolean);
  if (parts.length === 0) return undefined;
  const numbers = parts.map(Number);
  if (!numbers.every(Number.isFinite)) return text;
  return numbers.length === 1 ? numbers[0] : numbers;
}

/** Null for what has filters. */
function writeSchedule(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    return list.every((entry) => typeof entry === "number") ? list.join(", ") : null;
  }
  return typeof value === "object" ? null : String(value);
}

function faultOf(value: JsonValue | undefined): boolean {
  return typeof value === "string";
}

function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
