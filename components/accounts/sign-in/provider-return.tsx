"use client";

/** Where a provider sends the browser back to: hands its answer over, and goes on. */
import Link from "next/link";
import { useEffect, useRef } from "react";
import { buttonClass, ErrorNote, Skeleton } from "@/components/ui";
import { finishProvider } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { useLabMessages } from "../use-messages";
import { Door } from "./door";

export function ProviderReturn({ provider }: { provider: string }) {
  const t = useLabMessages().signIn;
  const { mutate, error } = useActionOf(finishProvider);
  const isSent = useRef(false);
  useEffect(() => {
    // The answer holds once, and development runs effects twice.
    if (isSent.current) return;
    isSent.current = true;
    // Replaced, so that going back does not lead here again.
    mutate({ input: { query: location.search.slice(1) } }, { onSuccess: ({ to }) => location.replace(to) });
  }, [mutate]);
  return (
    <Door title={t.byProvider(provider)} onSubmit={() => undefined}>
      {error ? (
        <>
          <ErrorNote error={error} />
          <Link href="/sign-in" className={buttonClass("secondary")}>
            {t.back}
          </Link>
        </>
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </Door>
  );
}
