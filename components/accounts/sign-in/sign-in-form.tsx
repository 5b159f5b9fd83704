"use client";

import { useState } from "react";
import { Button } from "@/components/ui";
import { signIn } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useLabMessages } from "../use-messages";
import { Door, SignInError, TextField } from "./door";

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
      {enter.error && <SignInError error={enter.error} />}
      <Button type="submit" variant="primary" pending={enter.isPending || enter.isSuccess}>
        {t.submit}
      </Button>
      <p className="text-xs text-faint">{t.noAccount}</p>
    </Door>
  );
}
