"use client";

import { Cpu } from "lucide-react";
import { useEffect, useState } from "react";
import { useMessages } from "@/components/messages";
import { Button } from "@/components/ui";
import { titleOfJob, useListedJobs } from "./list";
import { queuePlaceOf } from "./queue-place";

interface WaitingNoteProps {
  jobId: string;
  /** Performs the job in this tab instead; absent where only the server can. */
  onMoveToTab?: () => void;
}

const TICK_MS = 5000;

/** Where a waiting job stands: how many are before it, whose turn it is, and about how long that one still takes. */
export function WaitingNote({ jobId, onMoveToTab }: WaitingNoteProps) {
  const { shell, ui } = useMessages();
  const t = shell.jobs.waiting;
  const jobs = useListedJobs();
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const place = queuePlaceOf(jobs.data?.jobs ?? [], jobId, nowMs);
  return (
    <div role="status" className="flex flex-col items-start gap-2 text-sm text-soft">
      {place && (
        <p>
          {t.place(place.ahead)}
          {place.current && ` ${t.current(titleOfJob(place.current, shell.jobs.titles))}`}
          {place.leftMs !== undefined && ` ${t.left(ui.duration(place.leftMs))}`}
        </p>
      )}
      {onMoveToTab && (
        <Button size="sm" icon={<Cpu />} onClick={onMoveToTab}>
          {t.toTab}
        </Button>
      )}
    </div>
  );
}
