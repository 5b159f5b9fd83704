"use client";

import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import type { ListedVersion } from "@/lib/store";
import type { Description } from "../describe";
import { useMethods } from "../use-methods";
import { ROW_HEIGHT_REM } from "./lane-drawing";
import type { GraphLayout } from "./layout";
import { useListWindow } from "./use-window";
import { VersionRow } from "./version-row";

interface VersionListProps {
  layout: GraphLayout;
  describe: (version: ListedVersion) => Description;
  checkedOutBranch: string;
  selectedId: string | undefined;
  /** `isMoving` while arrow keys pass over versions; false for a click or Enter. */
  onSelect: (id: string, isMoving: boolean) => void;
}

const PAGE_ROWS = 8;

/** The version graph as a list box: one row a version, one stop of the Tab key, arrows inside. */
export function VersionList({ layout, describe, checkedOutBranch, selectedId, onSelect }: VersionListProps) {
  const t = useHistoryMessages().graph;
  const methods = useMethods();
  const listId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, laneCount, rowOf, branches } = layout;
  const { first, end, rowHeightPx, reveal } = useListWindow(scroller, rows.length, ROW_HEIGHT_REM);
  const toneOf = useMemo(() => new Map(branches.map((branch, tone) => [branch.id, tone])), [branches]);

  const selectedRow = selectedId === undefined ? undefined : rowOf.get(selectedId);
  const [movedTo, setMovedTo] = useState<string | undefined>();
  const activeRow = (movedTo === undefined ? undefined : rowOf.get(movedTo)) ?? selectedRow ?? 0;
  const optionId = (row: number) => `${listId}-${row}`;

  useEffect(() => {
    if (selectedRow !== undefined) reveal(selectedRow);
  }, [selectedRow, reveal, rowHeightPx]);

  const select = useMemo(
    () => (id: string) => {
      setMovedTo(id);
      onSelect(id, false);
    },
    [onSelect],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      select(rows[activeRow].version.id);
      return;
    }
    const target = targetRow(event.key, activeRow, rows.length);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const { id } = rows[target].version;
    setMovedTo(id);
    reveal(target);
    onSelect(id, true);
  };

  const drawn = Array.from({ length: Math.max(0, end - first) }, (_, offset) => first + offset);
  // The active option must be in the document for a screen reader to follow, wherever the list was scrolled.
  if (!drawn.includes(activeRow) && activeRow < rows.length) drawn.push(activeRow);

  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={t.label}
      aria-describedby={`${listId}-keys`}
      aria-activedescendant={optionId(activeRow)}
      onKeyDown={onKeyDown}
      className="group relative min-h-0 flex-1 overflow-y-auto overscroll-contain focus-visible:-outline-offset-2"
    >
      <div role="presentation" className="relative" style={{ height: `${rows.length * ROW_HEIGHT_REM}rem` }}>
        {drawn.map((position) => {
          const row = rows[position];
          const { id, change } = row.version;
          const { kind, title } = describe(row.version);
          return (
            <VersionRow
              key={id}
              id={optionId(position)}
              row={row}
              position={position}
              count={rows.length}
              laneCount={laneCount}
              title={title}
              madeBy={change.kind === "edit" ? methods.nameOf(change.method) : kind}
              toneOf={toneOf}
              checkedOutBranch={checkedOutBranch}
              isSelected={position === selectedRow}
              isActive={position === activeRow}
              onSelect={select}
            />
          );
        })}
      </div>
      <span id={`${listId}-keys`} hidden>
        {t.keys}
      </span>
    </div>
  );
}

function targetRow(key: string, from: number, count: number): number | undefined {
  const within = (row: number) => Math.min(count - 1, Math.max(0, row));
  switch (key) {
    case "ArrowDown":
      return within(from + 1);
    case "ArrowUp":
      return within(from - 1);
    case "PageDown":
      return within(from + PAGE_ROWS);
    case "PageUp":
      return within(from - PAGE_ROWS);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
