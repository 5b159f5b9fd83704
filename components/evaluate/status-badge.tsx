"use client";

import { useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Badge, type BadgeTone } from "@/components/ui";
import type { JobStatus } from "@/lib/store";

const TONES: Record<JobStatus, BadgeTone> = {
  queued: "neutral",
  running: "accent",
  paused: "warn",
  succeeded: "after",
  failed: "danger",
  cancelled: "before",
};

interface StatusBadgeProps {
  /** null when the job is gone: what was kept is still there. */
  status: JobStatus | null | undefined;
}

/** How a run stands, in a word. */
export function StatusBadge({ status }: StatusBadgeProps) {
  const t = useMessages();
  const evaluate = useEvaluateMessages();
  if (!status) return <Badge>{evaluate.table.kept}</Badge>;
  return <Badge tone={TONES[status]}>{t.shell.jobs.status[status]}</Badge>;
}
