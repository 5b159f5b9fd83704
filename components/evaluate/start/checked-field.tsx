"use client";

import { useState } from "react";
import { Field, TextInput } from "@/components/ui";

interface CheckedFieldProps {
  label: string;
  hint: string;
  fault: string;
  value: string;
  disabled?: boolean;
  inputMode?: "numeric" | "decimal";
  /** Takes what is typed; false when it cannot be used. */
  onText: (text: string) => boolean;
}

/** What was last typed is shown while it is not valid; the form cannot be sent with it. */
export function CheckedField({
  label,
  hint,
  fault,
  value,
  disabled,
  inputMode = "numeric",
  onText,
}: CheckedFieldProps) {
  const [typed, setTyped] = useState<{ readonly text: string; readonly isValid: boolean }>();
  const isFaulty = typed !== undefined && !typed.isValid;
  return (
    <Field label={label} hint={hint} error={isFaulty ? fault : undefined}>
      {(control) => (
        <TextInput
          {...control}
          inputMode={inputMode}
          mono
          disabled={disabled}
          value={typed?.text ?? value}
          // The browser keeps a form with such a field from being sent.
          ref={(input) => input?.setCustomValidity(isFaulty ? fault : "")}
          onChange={({ target: { value: text } }) => setTyped({ text, isValid: onText(text.trim()) })}
          onBlur={() => setTyped((before) => (before?.isValid ? undefined : before))}
        />
      )}
    </Field>
  );
}
