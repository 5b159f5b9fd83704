"use client";

import { useMessages } from "@/components/messages";
import { Button } from "@/components/ui";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useMessages().errors.page;
  return (
    <main className="mx-auto flex min-h-dvh max-w-measure flex-col items-start justify-center gap-3 p-6">
      <h1 className="text-3xl">{t.title}</h1>
      <p className="text-soft">{t.detail}</p>
      {error.digest && <p className="font-mono text-xs text-faint">{t.reference(error.digest)}</p>}
      <Button variant="primary" onClick={reset} className="mt-3">
        {t.retry}
      </Button>
    </main>
  );
}
