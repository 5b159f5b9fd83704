"use client";

import { Fingerprint } from "lucide-react";
import { useState } from "react";
import { Button, ErrorNote } from "@/components/ui";
import { signIn } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useLabMessages } from "../use-messages";
import { Door, TextField } from "./door";
import { useNoPasskeys, usePasskeySignIn } from "./passkey";
import { ProviderButton } from "./provider-button";

interface SignInFormProps {
  /** The page that was asked for. */
  to: string;
  /** At which one may sign in, too. */
  provider?: string;
}

export function SignInForm({ to, provider }: SignInFormProps) {
  const t = useLabMessages().signIn;
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const enter = useActionOf(signIn);
  return (
    <Door
      title={t.title}
      onSubmit={() => enter.mutate({ input: { email, password } }, { onSuccess: () => location.assign(to) })}
      below={<OtherWays to={to} provider={provider} />}
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
    </Door>
  );
}

function OtherWays({ to, provider }: SignInFormProps) {
  const labels = useLabMessages();
  const t = labels.signIn;
  const none = useNoPasskeys();
  const passkey = usePasskeySignIn(() => location.assign(to));
  return (
    <div className="flex flex-col gap-3 border-t pt-6">
      {provider !== undefined && <ProviderButton label={t.byProvider(provider)} to={to} />}
      <Button
        icon={<Fingerprint />}
        disabled={none !== undefined}
        aria-describedby={none && "no-passkeys"}
        pending={passkey.isPending}
        onClick={() => void passkey.enter()}
      >
        {t.byPasskey}
      </Button>
      {none !== undefined && (
        <p id="no-passkeys" className="text-xs text-soft">
          {labels.passkeys.none[none]}
        </p>
      )}
      {passkey.error && <ErrorNote error={passkey.error} />}
      <p className="text-xs text-faint">{t.noAccount}</p>
    </div>
  );
}
