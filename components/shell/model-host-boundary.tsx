"use client";

import type { ReactNode } from "react";
import { ModelHostProvider } from "@/lib/client/use-model-host";
import { useWorkbench } from "./workbench";

/** Gives the client runtime what it works on: the model, the checked-out version and the place of work. */
export function ModelHostBoundary({ children }: { children: ReactNode }) {
  const { modelId, head, place, author } = useWorkbench();
  return (
    <ModelHostProvider modelId={modelId} versionId={head?.id} place={place} author={author}>
      {children}
    </ModelHostProvider>
  );
}
