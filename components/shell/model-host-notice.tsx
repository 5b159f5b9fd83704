"use client";

import { useMessages } from "@/components/messages";
import { Button, ErrorNote } from "@/components/ui";
import { useModelHostState } from "@/lib/client/use-model-host";
import { useWorkbench } from "./workbench";

/** Says on every page when the model cannot be opened in this tab, with the two ways out: again, or on the server. */
export function ModelHostNotice() {
  const t = useMessages().shell;
  const { status, error, retry } = useModelHostState();
  const { setPlace, models } = useWorkbench();
  // Without any model there is nothing to open; the Library says what to do about that.
  if (status !== "error" || !error || models.length === 0) return null;
  return (
    <section aria-label={t.modelHost.failed} className="mb-6">
      <ErrorNote
        error={error}
        onRetry={retry}
        actions={
          <Button size="sm" onClick={() => setPlace("server")}>
            {t.place.useServer}
          </Button>
        }
      />
    </section>
  );
}
