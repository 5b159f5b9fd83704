"use client";

import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { BookMarked, Dices, ListPlus, Plus, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { useMessages } from "@/components/messages";
import { Button, IconButton, Menu } from "@/components/ui";
import { requestFaults, type EditCase } from "@/lib/data";
import { draftOf, EMPTY_DRAFT, type Draft } from "./draft";
import { useDraw } from "../run/use-draw";

// With its readers of files, and seldom opened.
const BatchDialog = dynamic(() => import("../batch/batch-dialog").then((file) => file.BatchDialog), {
  ssr: false,
});

const EditTable = dynamic(() => import("./edit-table").then((file) => file.EditTable), { ssr: false });

interface EditListProps {
  drafts: readonly Draft[];
  /** Index of the open one. */
  open: number;
  examples: readonly EditCase[];
  onOpen: (index: number) => void;
  onAdd: () => void;
  onRemove: (index: number) => void;
  /** Puts a worked example, or nothing, in place of the open edit. */
  onReplace: (draft: Draft) => void;
  /** Puts a whole list in place of all edits. */
  onLoad: (cases: readonly EditCase[]) => void;
  /** Puts a whole list after the edits that are there. */
  onAppend: (cases: readonly EditCase[]) => void;
}

/** More than these are read as a list. */
const MOST_CHIPS = 8;
const DRAWS = [10, 100] as const;

/** The edits as a row of tabs, or as a list when they are many, and where to get more from. */
export function EditList(props: EditListProps) {
  const { drafts, open, examples, onOpen, onAdd, onRemove, onReplace, onLoad, onAppend } = props;
  const t = useMessages().edit.composer;
  const [isListing, setListing] = useState(false);
  const { draw, canDraw, isDrawing } = useDraw(onLoad);
  const isLong = drafts.length > MOST_CHIPS;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        {isLong ? (
          <p className="numeric text-sm text-soft">{t.editCount(drafts.length)}</p>
        ) : (
          <div role="group" aria-label={t.edits} className="flex min-w-0 flex-wrap items-center gap-1">
            {drafts.map((draft, index) => (
              <EditChip
                key={index}
                number={index + 1}
                draft={draft}
                isOpen={index === open}
                canRemove={drafts.length > 1}
                onOpen={() => onOpen(index)}
                onRemove={() => onRemove(index)}
              />
            ))}
            <IconButton size="sm" label={t.add} icon={<Plus />} onClick={onAdd} />
          </div>
        )}
        <div className="flex items-center gap-1">
          {isLong && <IconButton size="sm" label={t.add} icon={<Plus />} onClick={onAdd} />}
          <Menu
            trigger={
              <Button size="sm" variant="quiet" icon={<BookMarked />} pending={isDrawing}>
                {t.examples}
              </Button>
            }
            items={[
              ...DRAWS.map((count) => ({
                key: `draw-${count}`,
                icon: <Dices />,
                label: t.draw(count),
                disabled: !canDraw,
                onSelect: () => draw(count),
              })),
              "separator" as const,
              ...examples.map((example) => ({
                key: example.request.id,
                label: example.request.prompt.replace("{}", () => example.request.subject),
                detail: example.request.targetNew,
                onSelect: () => onReplace(draftOf(example)),
              })),
              ...(examples.length > 0 ? (["separator"] as const) : []),
              { key: "empty", label: t.startEmpty, onSelect: () => onReplace(EMPTY_DRAFT) },
            ]}
          />
          <Button size="sm" variant="quiet" icon={<ListPlus />} onClick={() => setListing(true)}>
            {t.list}
          </Button>
        </div>
      </div>
      {isLong && <EditTable drafts={drafts} open={open} onOpen={onOpen} onRemove={onRemove} />}
      <BatchDialog
        open={isListing}
        onOpenChange={setListing}
        onLoad={onLoad}
        append={{ count: drafts.length, onAppend }}
      />
    </div>
  );
}

interface EditChipProps {
  number: number;
  draft: Draft;
  isOpen: boolean;
  canRemove: boolean;
  onOpen: () => void;
  onRemove: () => void;
}

function EditChip({ number, draft, isOpen, canRemove, onOpen, onRemove }: EditChipProps) {
  const t = useMessages().edit.composer;
  const isIncomplete = Object.keys(requestFaults(draft)).length > 0;
  return (
    <span
      className={clsx(
        "inline-flex items-center rounded-md border",
        isOpen ? "border-accent bg-accent-wash text-accent-strong" : "text-soft hover:border-rule-strong",
      )}
    >
      <button
        type="button"
        aria-pressed={isOpen}
        onClick={onOpen}
        className="inline-flex min-h-8 items-center gap-1.5 px-2.5 text-sm"
      >
        {isIncomplete && <TriangleAlert aria-label={t.incomplete(number)} className="size-3.5 text-warn" />}
        {draft.subject.trim() || t.editTab(number)}
      </button>
      {canRemove && (
        <button
          type="button"
          aria-label={t.remove(number)}
          onClick={onRemove}
          className="inline-flex size-8 items-center justify-center rounded-md hover:bg-sunken"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </span>
  );
}
