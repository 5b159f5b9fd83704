"use client";

import { Field, TextInput } from "@/components/ui";
import { useLab } from "./lab-context";

interface AuthorFieldProps {
  label: string;
  hint: string;
  placeholder?: string;
  value: string;
  onChange: (author: string) => void;
}

/** Whose name stands under what is done. On a server with accounts it is the one who signed in, and nobody is asked. */
export function AuthorField({ label, hint, placeholder, value, onChange }: AuthorFieldProps) {
  const hasAccounts = useLab() !== null;
  if (hasAccounts) return null;
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <TextInput
          {...control}
          maxLength={80}
          autoComplete="name"
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
