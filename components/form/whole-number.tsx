"use client";

import { Field, TextInput } from "@/components/ui";

type Range = readonly [low: number, high: number];

interface WholeNumberProps {
  label: string;
  hint?: string;
  value: string;
  range: Range;
  /** Whether it may be left empty. */
  isOptional?: boolean;
  /** What to write instead of anything else. */
  fault: (low: number, high: number) => string;
  onChange: (text: string) => void;
}

/** A field for a whole number; what is typed is kept as it is, and told where it is none. */
export function WholeNumber({ label, hint, value, range, isOptional, fault, onChange }: WholeNumberProps) {
  const isSound = (isOptional && value.trim() === "") || isWhole(value, range);
  return (
    <Field label={label} hint={hint} error={isSound ? undefined : fault(...range)}>
      {(control) => (
        <TextInput
          {...control}
          inputMode="numeric"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function isWhole(text: string, [low, high]: Range): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= low && Number(text) <= high;
}
