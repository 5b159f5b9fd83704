"use client";

import { LogIn } from "lucide-react";
import { Button, ErrorNote } from "@/components/ui";
import { startProvider } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";

interface ProviderButtonProps {
  label: string;
  /** The page to go to in the end. */
  to: string;
  /** Of somebody without an account. */
  invitation?: string;
  /** Connects the provider with the account that is signed in. */
  connect?: boolean;
  disabled?: boolean;
}

/** Leads to the provider, whence the browser comes back to a page of ours. */
export function ProviderButton({ label, to, invitation, connect = false, disabled }: ProviderButtonProps) {
  const start = useActionOf(startProvider);
  const go = () =>
    start.mutate(
      { input: { to, connect, ...(invitation && { invitation }) } },
      { onSuccess: ({ address }) => location.assign(address) },
    );
  return (
    <>
      <Button icon={<LogIn />} disabled={disabled} pending={start.isPending || start.isSuccess} onClick={go}>
        {label}
      </Button>
      {start.error && <ErrorNote error={start.error} />}
    </>
  );
}
