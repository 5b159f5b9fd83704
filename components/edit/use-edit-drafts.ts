"use client";

/** The edits in the composer. They live in the address; until a person types, they are the worked example. */
import { useCallback, useMemo } from "react";
import { useViewState } from "@/lib/client/view-state";
import type { EditCase } from "@/lib/data";
import { draftOf, EMPTY_DRAFT, type Draft } from "./draft";
import { decodeDraft, editView, encodeDraft } from "./view-state";

export interface EditDrafts {
  readonly drafts: readonly Draft[];
  /** Index of the one in the composer. */
  readonly open: number;
  /** How several are written. */
  readonly how: "batch" | "sequential";
  readonly mode: "single" | "batch" | "sequential";
  setOpen(index: number): void;
  setHow(how: "batch" | "sequential"): void;
  /** Changes the open one. */
  change(change: Partial<Draft>): void;
  add(): void;
  remove(index: number): void;
  /** Replaces all of them, for example by those of an earlier run. */
  load(cases: readonly EditCase[]): void;
}

export function useEditDrafts(example: EditCase | undefined): EditDrafts {
  const [{ e: codes, i, how }, update] = useViewState(editView);
  const drafts = useMemo(
    () => (codes ? codes.map(decodeDraft) : [example ? draftOf(example) : EMPTY_DRAFT]),
    [codes, example],
  );
  const open = Math.min(i, drafts.length - 1);

  const write = useCallback(
    (next: readonly Draft[], nextOpen: number) => update({ e: next.map(encodeDraft), i: nextOpen }),
    [update],
  );

  return {
    drafts,
    open,
    how,
    mode: drafts.length === 1 ? "single" : how,
    setOpen: (index) => update({ i: index }),
    setHow: (next) => update({ how: next }),
    change: (change) =>
      write(
        drafts.map((draft, index) => (index === open ? { ...draft, ...change } : draft)),
        open,
      ),
    add: () => write([...drafts, EMPTY_DRAFT], drafts.length),
    remove: (index) => {
      const next = drafts.filter((_, place) => place !== index);
      write(next, Math.min(open, next.length - 1));
    },
    load: (cases) => write(cases.map(draftOf), 0),
  };
}
