"use client";

import { useDeferredValue, useMemo, useState } from "react";
import { useHistoryMessages } from "@/components/messages/history";
import { Badge, Dialog, Field, formatTime, shortId, TextInput } from "@/components/ui";
import type { ListedVersion } from "@/lib/store";
import { searchText, type Description } from "../describe";
import type { GraphRow } from "../graph/layout";
import { useLanguageTag } from "../use-history";

interface CompareDialogProps {
  /** The version that the other one is put beside; null when closed. */
  of: ListedVersion | null;
  rows: readonly GraphRow[];
  describe: (version: ListedVersion) => Description;
  onChoose: (id: string) => void;
  onClose: () => void;
}

/** More than this is for search to narrow. */
const SHOWN = 40;

export function CompareDialog({ of, rows, describe, onChoose, onClose }: CompareDialogProps) {
  const t = useHistoryMessages().compareDialog;
  const [typed, setTyped] = useState("");
  const wanted = useDeferredValue(typed.trim().toLowerCase());
  const searchable = useMemo(
    () => (of === null ? [] : rows.map((row) => ({ row, text: searchText(row.version) }))),
    [of, rows],
  );
  const matching = searchable.filter(({ row, text }) => row.version.id !== of?.id && text.includes(wanted));

  return (
    <Dialog
      open={of !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t.title}
      description={of ? t.description(describe(of).title) : undefined}
    >
      <Field label={t.search}>
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            type="search"
            placeholder={t.searchPlaceholder}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <ul className="mt-3 flex flex-col divide-y">
        {matching.slice(0, SHOWN).map(({ row }) => (
          <li key={row.version.id}>
            <Choice
              row={row}
              title={describe(row.version).title}
              isParent={of?.parents[0] === row.version.id}
              onChoose={() => onChoose(row.version.id)}
            />
          </li>
        ))}
      </ul>
      {matching.length === 0 && <p className="py-4 text-sm text-soft">{t.none}</p>}
      {matching.length > SHOWN && (
        <p className="pt-3 text-xs text-faint">{t.shown(SHOWN, matching.length)}</p>
      )}
    </Dialog>
  );
}

interface ChoiceProps {
  row: GraphRow;
  title: string;
  isParent: boolean;
  onChoose: () => void;
}

function Choice({ row, title, isParent, onChoose }: ChoiceProps) {
  const t = useHistoryMessages();
  const language = useLanguageTag();
  const { version } = row;
  const time = formatTime(version.createdAt, language);
  return (
    <button
      type="button"
      onClick={onChoose}
      aria-label={t.compareDialog.choose(title)}
      className="flex w-full flex-col gap-0.5 rounded-sm px-1 py-2 text-left hover:bg-sunken"
    >
      <span className="flex w-full items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-display text-base text-ink">{title}</span>
        {isParent && <Badge>{t.compareDialog.parent}</Badge>}
        {row.heads.map((branch) => (
          <Badge key={branch.id} tone="accent">
            {branch.name}
          </Badge>
        ))}
      </span>
      <span className="truncate text-xs text-faint">
        <span className="font-mono">{shortId(version.id)}</span>
        {" · "}
        {version.change.kind === "checkpoint"
          ? time
          : t.graph.byAt(version.author || t.graph.anonymous, time)}
      </span>
    </button>
  );
}
