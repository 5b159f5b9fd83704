"use client";

import { ListPlus, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useMessages } from "@/components/messages";
import { Button, IconButton } from "@/components/ui";
import type { EditCase } from "@/lib/data";

// With its readers of files, and seldom opened.
const BatchDialog = dynamic(() => import("./batch-dialog").then((file) => file.BatchDialog), { ssr: false });

interface OwnListProps {
  /** Null while facts of the world are taken. */
  cases: readonly EditCase[] | null;
  onChange: (cases: readonly EditCase[] | null) => void;
  /** Edits that a list may have. */
  most: number;
  disabled?: boolean;
}

/** A list of edits of one's own in place of facts of the world: pasted or as a file, read as on the command line. */
export function OwnList({ cases, onChange, most, disabled = false }: OwnListProps) {
  const t = useMessages().edit.ownList;
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="flex flex-col items-start gap-1.5">
      {cases ? (
        <p className="flex w-full items-center gap-2 rounded-md bg-sunken px-3 py-1.5 text-sm">
          <span className="min-w-0 flex-1">{t.chosen(cases.length)}</span>
          <IconButton
            size="sm"
            label={t.remove}
            icon={<X />}
            disabled={disabled}
            onClick={() => onChange(null)}
          />
        </p>
      ) : (
        <Button size="sm" icon={<ListPlus />} disabled={disabled} onClick={() => setOpen(true)}>
          {t.open}
        </Button>
      )}
      <p className="text-xs text-faint">{cases ? t.kept : t.hint}</p>
      {isOpen && <BatchDialog open onOpenChange={setOpen} most={most} onLoad={onChange} />}
    </div>
  );
}
