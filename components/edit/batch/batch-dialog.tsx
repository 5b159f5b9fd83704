"use client";

import { clsx } from "clsx";
import { FileUp, X } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useMessages } from "@/components/messages";
import { Button, Dialog, Field, IconButton, TextArea } from "@/components/ui";
import type { EditCase } from "@/lib/data";
import { readCases } from "@/lib/data/read-cases";
import { BatchPreview } from "./batch-preview";
import { KeptListSelect, type OpenedList } from "./kept-list-select";
import { MOST_EDITS } from "../view-state";

interface BatchDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Edits that a list may have. */
  most?: number;
  onLoad: (cases: readonly EditCase[]) => void;
  /** Where a list may also be put behind the edits that are there already, and how many these are. */
  append?: { readonly count: number; readonly onAppend: (cases: readonly EditCase[]) => void };
}

interface Source {
  readonly text: string;
  /** Of a file; its text is not shown, since it may be long. */
  readonly fileName?: string;
  /** A list that the server keeps, in place of a text. */
  readonly kept?: { readonly id: string; readonly list: OpenedList };
}

const NOTHING: Source = { text: "" };

/** A list of edits, pasted, as a file or from those that are kept; it says what it understood before anything is replaced. */
export function BatchDialog({ open, onOpenChange, most = MOST_EDITS, onLoad, append }: BatchDialogProps) {
  const messages = useMessages();
  const t = messages.edit.batch;
  const [source, setSource] = useState(NOTHING);
  const [isOver, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const settled = useDeferredValue(source);
  const list = useMemo(
    () =>
      settled.kept
        ? { ...settled.kept.list, cases: settled.kept.list.cases.slice(0, most) }
        : readCases(settled.text, { limit: most }),
    [settled, most],
  );
  const canUse = list.cases.length > 0;

  const take = async (file: File | undefined) => {
    if (file) setSource({ text: await file.text(), fileName: file.name });
  };
  const use = (put: (cases: readonly EditCase[]) => void) => {
    put(list.cases);
    setSource(NOTHING);
    onOpenChange(false);
  };

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="lg"
      title={t.title}
      description={t.description(most)}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{messages.ui.cancel}</Button>
          {append && (
            <Button
              disabled={!canUse || append.count + list.cases.length > most}
              onClick={() => use(append.onAppend)}
            >
              {t.append}
            </Button>
          )}
          <Button variant="primary" disabled={!canUse} onClick={() => use(onLoad)}>
            {!canUse ? t.replaceNone : append ? t.replace(list.cases.length) : t.use(list.cases.length)}
          </Button>
        </>
      }
    >
      <div
        className={clsx("flex flex-col gap-4 rounded-md", isOver && "outline-2 outline-focus outline-dashed")}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
      >
        {source.fileName === undefined ? (
          <Field label={t.text} hint={t.textHint}>
            {(control) => (
              <TextArea
                {...control}
                mono
                rows={7}
                spellCheck={false}
                className="max-h-64 text-xs"
                placeholder={t.placeholder}
                value={source.text}
                onChange={(event) => setSource({ text: event.target.value })}
              />
            )}
          </Field>
        ) : (
          <p className="flex items-center gap-2 rounded-md bg-sunken px-3 py-2 text-sm">
            <span className="min-w-0 flex-1 truncate font-mono">{source.fileName}</span>
            <IconButton size="sm" label={t.removeFile} icon={<X />} onClick={() => setSource(NOTHING)} />
          </p>
        )}
        <KeptListSelect
          value={source.kept?.id ?? null}
          onOpen={(kept, id) => setSource({ text: "", fileName: kept.name, kept: { id, list: kept } })}
        />
        <div>
          <Button size="sm" icon={<FileUp />} onClick={() => picker.current?.click()}>
            {t.choose}
          </Button>
          <input
            ref={picker}
            type="file"
            aria-label={t.choose}
            accept=".json,.jsonl,.ndjson,.csv,.tsv,.txt"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </div>
        {(settled.kept ?? settled.text.trim() !== "") && <BatchPreview list={list} />}
      </div>
    </Dialog>
  );
}
