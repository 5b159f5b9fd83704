"use client";

import { TriangleAlert } from "lucide-react";
import { useMessages } from "@/components/messages";
import { Button } from "@/components/ui";
import type { Foreign, WrittenFor } from "@/lib/data";

interface ForeignNoteProps {
  foreign: Foreign;
  written: WrittenFor;
  onAdopt: () => void;
  onRemove: () => void;
}

/** That the probes below were written for another edit, and what can be done about it. */
export function ForeignNote({ foreign, written, onAdopt, onRemove }: ForeignNoteProps) {
  const t = useMessages().edit.probes.foreign;
  const of = {
    subject: written.subject,
    prompt: written.prompt,
    model: written.model,
    target: written.target,
  };
  return (
    <div role="note" className="mt-3 border-l-2 border-warn bg-warn-wash py-2 pr-3 pl-3 text-sm">
      <p className="flex items-start gap-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <span className="min-w-0 break-words">{t[foreign](of[foreign] ?? "")}</span>
      </p>
      <div className="mt-1.5 flex flex-wrap gap-2">
        <Button size="sm" onClick={onAdopt}>
          {t.adopt}
        </Button>
        <Button size="sm" variant="quiet" onClick={onRemove}>
          {t.remove}
        </Button>
      </div>
    </div>
  );
}
