"use client";

import { useExploreMessages } from "@/components/messages/explore";
import { ErrorNote, ProgressBar } from "@/components/ui";
import { useLoadedShare, useModelHost } from "@/lib/client/use-model-host";
import type { Analysis } from "./use-analysis";

interface AnsweringProps {
  answer: Analysis<unknown>;
}

/** What stands where an analysis will: how far it is, or what went wrong. */
export function Answering({ answer: { error, progress, refetch } }: AnsweringProps) {
  const t = useExploreMessages();
  const isOpening = useModelHost().status !== "ready";
  const loaded = useLoadedShare();
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (isOpening) return <ProgressBar label={t.opening} value={loaded} />;
  const share = progress?.steps && progress.step !== undefined ? progress.step / progress.steps : undefined;
  return <ProgressBar label={t.working} value={share} />;
}
