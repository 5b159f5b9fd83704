"use client";

import { clsx } from "clsx";
import { TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { useMessages } from "@/components/messages";
import { Button, TextInput } from "@/components/ui";
import { requestFaults } from "@/lib/data";
import { shownPrompt, type Draft } from "./draft";

interface EditTableProps {
  drafts: readonly Draft[];
  open: number;
  onOpen: (index: number) => void;
  onRemove: (index: number) => void;
}

/** Lines drawn at first and with each further step. */
const PAGE = 50;

/** Many edits, a line each: subject and new answer. The one that is open below stands out. */
export function EditTable({ drafts, open, onOpen, onRemove }: EditTableProps) {
  const t = useMessages().edit.composer;
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(PAGE);
  const wanted = search.trim().toLowerCase();
  const rows = drafts
    .map((draft, index) => ({ draft, index, isIncomplete: Object.keys(requestFaults(draft)).length > 0 }))
    .filter(({ draft }) =>
      `${draft.subject} ${shownPrompt(draft)} ${draft.target}`.toLowerCase().includes(wanted),
    )
    // What is not complete comes first: it keeps the batch from running.
    .sort((a, b) => Number(b.isIncomplete) - Number(a.isIncomplete));
  return (
    <div className="rounded-md border">
      <div className="border-b p-2">
        <TextInput
          type="search"
          aria-label={t.filter}
          placeholder={t.filter}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <ol aria-label={t.edits} tabIndex={0} className="max-h-64 overflow-y-auto">
        {rows.slice(0, limit).map(({ draft, index, isIncomplete }) => (
          <li
            key={index}
            className={clsx(
              "flex items-center border-b last:border-b-0",
              index === open ? "bg-accent-wash text-accent-strong" : "hover:bg-sunken",
            )}
          >
            <button
              type="button"
              aria-pressed={index === open}
              onClick={() => onOpen(index)}
              className="flex min-h-8 min-w-0 flex-1 items-center gap-2 px-2.5 py-1 text-left text-sm"
            >
              <span className="numeric w-8 shrink-0 text-right text-xs text-faint">{index + 1}</span>
              {isIncomplete && (
                <TriangleAlert aria-label={t.incomplete(index + 1)} className="size-3.5 shrink-0 text-warn" />
              )}
              <span className="min-w-0 flex-1 truncate" title={shownPrompt(draft)}>
                {draft.subject.trim() || t.editTab(index + 1)}
              </span>
              <span className="max-w-[45%] min-w-0 truncate font-mono text-xs" title={draft.target}>
                → {draft.target}
              </span>
            </button>
            <button
              type="button"
              aria-label={t.remove(index + 1)}
              onClick={() => onRemove(index)}
              className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-faint hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        ))}
        {rows.length === 0 && <li className="px-3 py-3 text-sm text-soft">{t.filterNone}</li>}
      </ol>
      {rows.length > limit && (
        <Button size="sm" variant="quiet" className="m-1" onClick={() => setLimit(limit + PAGE)}>
          {t.showMore(Math.min(PAGE, rows.length - limit))}
        </Button>
      )}
    </div>
  );
}
