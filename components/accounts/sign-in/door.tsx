"use client";

/** What the pages before the workbench have in common. */
import type { FormEvent, ReactNode } from "react";
import { Wordmark } from "@/components/shell/header/wordmark";
import { Field, TextInput } from "@/components/ui";

interface DoorProps {
  title: string;
  onSubmit: () => void;
  children: ReactNode;
  /** Below the form. */
  below?: ReactNode;
}

export function Door({ title, onSubmit, children, below }: DoorProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="flex w-full max-w-sm flex-col gap-6">
        <Wordmark />
        <h1 className="text-2xl tracking-tight">{title}</h1>
        <form className="flex flex-col gap-4" onSubmit={submit}>
          {children}
        </form>
        {below}
      </div>
    </main>
  );
}

interface TextFieldProps {
  label: string;
  hint?: string;
  type?: "text" | "email" | "password";
  autoComplete: string;
  minLength?: number;
  maxLength?: number;
  value: string;
  onChange: (value: string) => void;
}

export function TextField({ label, hint, onChange, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} required>
      {(control) => (
        <TextInput {...control} {...input} required onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
