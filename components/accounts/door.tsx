"use client";

/** The two pages before the workbench: signing in, and making an account with an invitation. */
import { useState, useSyncExternalStore, type FormEvent, type ReactNode } from "react";
import { Wordmark } from "@/components/shell/header/wordmark";
import { Button, ErrorNote, Field, TextInput } from "@/components/ui";
import { joinLab, signIn } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useLabMessages } from "./use-messages";

interface SignInFormProps {
  /** The page that was asked for. */
  to: string;
}

export function SignInForm({ to }: SignInFormProps) {
  const t = useLabMessages().signIn;
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const enter = useActionOf(signIn);
  return (
    <Door
      title={t.title}
      onSubmit={() => enter.mutate({ input: { email, password } }, { onSuccess: () => location.assign(to) })}
    >
      <TextField label={t.email} type="email" autoComplete="username" value={email} onChange={setEmail} />
      <TextField
        label={t.password}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      {enter.error && <ErrorNote error={enter.error} />}
      <Button type="submit" variant="primary" pending={enter.isPending || enter.isSuccess}>
        {t.submit}
      </Button>
      <p className="text-xs text-faint">{t.noAccount}</p>
    </Door>
  );
}

export function JoinForm() {
  const t = useLabMessages();
  const invitation = useInvitation();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const join = useActionOf(joinLab);
  const submit = () =>
    join.mutate(
      { input: { invitation, name, email, password } },
      // Replaced, so that the link is not in the history of the browser.
      { onSuccess: () => location.replace("/") },
    );
  return (
    <Door title={t.join.title} onSubmit={submit}>
      <p className="text-sm text-soft">{invitation === "" ? t.join.noInvitation : t.join.detail}</p>
      <TextField label={t.join.name} autoComplete="name" maxLength={80} value={name} onChange={setName} />
      <TextField
        label={t.signIn.email}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
      />
      <TextField
        label={t.signIn.password}
        hint={t.join.passwordHint}
        type="password"
        autoComplete="new-password"
        minLength={12}
        maxLength={128}
        value={password}
        onChange={setPassword}
      />
      {join.error && <ErrorNote error={join.error} />}
      <Button
        type="submit"
        variant="primary"
        disabled={invitation === ""}
        pending={join.isPending || join.isSuccess}
      >
        {t.join.submit}
      </Button>
    </Door>
  );
}

/** The invitation of the link. It stands after "#", which a browser sends to no server, so that no log has it. */
function useInvitation(): string {
  return useSyncExternalStore(
    (listener) => {
      addEventListener("hashchange", listener);
      return () => removeEventListener("hashchange", listener);
    },
    () => location.hash.slice(1),
    () => "",
  );
}

function Door({ title, onSubmit, children }: { title: string; onSubmit: () => void; children: ReactNode }) {
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

function TextField({ label, hint, onChange, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} required>
      {(control) => (
        <TextInput {...control} {...input} required onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
