"use client";

/** Making an account with an invitation. */
import { useState, useSyncExternalStore } from "react";
import { Button, ErrorNote } from "@/components/ui";
import { joinLab } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useLabMessages } from "../use-messages";
import { Door, TextField } from "./door";
import { ProviderButton } from "./provider-button";

/** `provider`: where one may sign in instead of choosing a password. */
export function JoinForm({ provider }: { provider?: string }) {
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
    <Door
      title={t.join.title}
      onSubmit={submit}
      below={
        provider !== undefined && (
          <div className="flex flex-col gap-3 border-t pt-6">
            <ProviderButton
              label={t.join.byProvider(provider)}
              to="/"
              invitation={invitation}
              disabled={invitation === ""}
            />
          </div>
        )
      }
    >
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
