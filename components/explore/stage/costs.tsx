"use client";

import { Ban, Play, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "@/components/messages";
import { useExploreMessages } from "@/components/messages/explore";
import { Button, formatBytes } from "@/components/ui";
import type { ExplorePreflight } from "@/lib/job/calls";

/** What an analysis would take, before a person starts it; or why it cannot run. */
export function Costs({ preflight, onStart }: { preflight: ExplorePreflight; onStart: () => void }) {
  const t = useExploreMessages();
  const { edit, ui } = useMessages();
  const { blockers, warnings, memoryBytes, durationMs, artifacts } = preflight;
  const isBlocked = blockers.length > 0;
  const [low, high] = durationMs.map(ui.duration);
  return (
    <div className="flex flex-col items-start gap-3 rounded-lg bg-sunken p-4">
      <h3 className="font-sans text-xs font-medium text-faint">
        {isBlocked ? t.costs.blocked : t.costs.title}
      </h3>
      {!isBlocked && (
        <div className="text-base">
          <p>
            {t.costs.time(low, high)} {t.costs.memory(formatBytes(memoryBytes))}
          </p>
          {artifacts.map(({ what, cached }) => (
            <p key={what} className="text-sm text-soft">
              {cached ? t.costs.cached(edit.core(what)) : t.costs.kept(edit.core(what))}
            </p>
          ))}
        </div>
      )}
      <Notes
        notes={blockers}
        icon={<Ban aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-danger"
      />
      <Notes
        notes={warnings}
        icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
        tone="text-warn"
      />
      {!isBlocked && (
        <Button variant="primary" icon={<Play />} onClick={onStart}>
          {t.start}
        </Button>
      )}
    </div>
  );
}

function Notes({ notes, icon, tone }: { notes: readonly string[]; icon: ReactNode; tone: string }) {
  const { core } = useMessages().edit;
  if (notes.length === 0) return null;
  return (
    <ul className={`flex flex-col gap-1 text-sm ${tone}`}>
      {notes.map((note) => (
        <li key={note} className="flex items-start gap-1.5">
          {icon}
          <span>{core(note)}</span>
        </li>
      ))}
    </ul>
  );
}
