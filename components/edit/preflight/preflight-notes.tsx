"use client";

import type { ReactNode } from "react";
import { useMessages } from "@/components/messages";

interface PreflightNotesProps {
  label: string;
  notes: readonly string[];
  icon: ReactNode;
  tone: string;
}

/** Warnings or obstacles, one a line; nothing when there are none. */
export function PreflightNotes({ label, notes, icon, tone }: PreflightNotesProps) {
  const { core } = useMessages().edit;
  if (notes.length === 0) return null;
  return (
    <ul aria-label={label} className={`mt-2 flex flex-col gap-1 text-sm ${tone}`}>
      {notes.map((note) => (
        <li key={note} className="flex items-start gap-2">
          {icon}
          <span className="min-w-0 break-words">{core(note)}</span>
        </li>
      ))}
    </ul>
  );
}
