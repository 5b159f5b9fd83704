"use client";

/** The edits in the composer. They live in the address, or, when many, in this tab; until a person types, they are the worked example. */
import { useCallback, useMemo } from "react";
import { useViewState } from "@/lib/client/view-state";
import type { EditCase } from "@/lib/data";
import { changed, draftOf, EMPTY_DRAFT, type Draft } from "./draft";
import { useLongLists } from "../batch/long-list";
import { decodeDraft, editView, encodeDraft, MOST_EDITS, MOST_IN_ADDRESS } from "../view-state";

export interface EditDrafts {
  readonly drafts: readonly Draft[];
  /** Index of the one in the composer. */
  readonly open: number;
  /** How several are written. */
  readonly how: "batch" | "sequential";
  readonly mode: "single" | "batch" | "sequential";
  /** Where the edits are: too many for the address, or named by one but no longer here. */
  readonly keeping: "address" | "tab" | "lost";
  setOpen(index: number): void;
  setHow(how: "batch" | "sequential"): void;
  /** Changes the open one. */
  change(change: Partial<Draft>): void;
  /** Changes those for which something comes back. */
  changeEach(change: (draft: Draft) => Partial<Draft> | undefined): void;
  add(): void;
  /** Puts edits after those that are there, as far as there is room. */
  append(cases: readonly EditCase[]): void;
  remove(index: number): void;
  /** Replaces all of them, for example by those of an earlier run. */
  load(cases: readonly EditCase[]): void;
}

/** `ran` are the cases of the run in the address: a long list that this tab does not have is found there. */
export function useEditDrafts(
  example: EditCase | undefined,
  ran: readonly EditCase[] | undefined,
): EditDrafts {
  const [{ e, l, i, how }, update] = useViewState(editView);
  const lists = useLongLists();
  const kept = useMemo(() => (l === undefined ? null : lists.read(l)), [l, lists]);
  const found = l !== undefined && !kept && ran && ran.length > MOST_IN_ADDRESS ? ran : null;
  const drafts = useMemo(
    () =>
      kept?.map(decodeDraft) ??
      found?.map(draftOf) ??
      e?.map(decodeDraft) ?? [example ? draftOf(example) : EMPTY_DRAFT],
    [kept, found, e, example],
  );
  const open = Math.min(i, drafts.length - 1);

  const write = useCallback(
    (next: readonly Draft[], nextOpen: number) => {
      const codes = next.slice(0, MOST_EDITS).map(encodeDraft);
      if (codes.length > MOST_IN_ADDRESS) update({ e: undefined, l: lists.write(codes), i: nextOpen });
      else update({ e: codes, l: undefined, i: nextOpen });
    },
    [update, lists],
  );

  return {
    drafts,
    open,
    how,
    mode: drafts.length === 1 ? "single" : how,
    keeping: l === undefined ? "address" : kept || found ? "tab" : "lost",
    setOpen: (index) => update({ i: index }),
    setHow: (next) => update({ how: next }),
    change: (change) =>
      write(
        drafts.map((draft, index) => (index === open ? changed(draft, change) : draft)),
        open,
      ),
    changeEach: (change) =>
      write(
        drafts.map((draft) => {
          const made = change(draft);
          return made ? changed(draft, made) : draft;
        }),
        open,
      ),
    add: () => write([...drafts, EMPTY_DRAFT], drafts.length),
    append: (cases) => write([...drafts, ...cases.map(draftOf)], drafts.length),
    remove: (index) => {
      const next = drafts.filter((_, at) => at !== index);
      write(next, Math.min(open, next.length - 1));
    },
    load: (cases) => write(cases.map(draftOf), 0),
  };
}
