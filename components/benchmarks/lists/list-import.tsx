"use client";

import { clsx } from "clsx";
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button, ErrorNote } from "@/components/ui";
import { columnsOf, readCaseBytes, type CaseList, type Column, type Mapping } from "@/lib/data/read-cases";
import { isHarmful, ListFound } from "./list-found";
import { ListKeep } from "./list-keep";
import { ListMapping } from "./list-mapping";

export interface ImportedList extends CaseList {
  readonly name: string;
  /** The file that it was read from; absent where it was drawn, or is kept already. */
  readonly file?: ListSource;
}

export interface ListSource {
  readonly bytes: Uint8Array;
  readonly columns: readonly Column[];
  readonly mapping?: Mapping;
}

interface ListImportProps {
  list: ImportedList | null;
  onList: (list: ImportedList) => void;
}

/** A file of edits or questions: what it is and why, its columns, five records as edits, what is not used, and keeping it. */
export function ListImport({ list, onList }: ListImportProps) {
  const t = useEvaluateMessages().benchmarks.list;
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [isReading, setReading] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const read = async (name: string, bytes: Uint8Array, mapping?: Mapping) => {
    setReading(true);
    setError(null);
    try {
      const [columns, found] = await Promise.all([columnsOf(bytes), readCaseBytes(bytes, { mapping })]);
      onList({ ...found, name, file: { bytes, columns, ...(mapping && { mapping }) } });
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setReading(false);
    }
  };
  const take = async (file: File | undefined) => {
    if (file) await read(file.name, new Uint8Array(await file.arrayBuffer()));
  };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div
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
        className={clsx(
          "flex flex-col items-start gap-3 rounded-lg border border-dashed p-4 transition-colors duration-150",
          isOver ? "border-accent bg-accent-wash" : "border-rule-strong",
        )}
      >
        <input
          ref={picker}
          type="file"
          accept=".json,.jsonl,.csv,.tsv,.txt,.parquet"
          className="sr-only"
          aria-label={t.choose}
          tabIndex={-1}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <Button icon={<FileUp />} pending={isReading} onClick={() => picker.current?.click()}>
          {t.choose}
        </Button>
        <p className="max-w-measure text-xs text-faint">{t.hint}</p>
      </div>
      {error && <ErrorNote error={error} />}
      {list && <ListFound list={list} />}
      {list?.file && list.file.columns.length > 0 && !isHarmful(list) && (
        <ListMapping
          key={list.name}
          columns={list.file.columns}
          mapping={list.file.mapping}
          isNeeded={list.recognised.length === 0}
          isReading={isReading}
          onMap={(mapping) => list.file && void read(list.name, list.file.bytes, mapping)}
        />
      )}
      {list?.file && list.cases.length + list.questions.length > 0 && (
        <ListKeep key={`${list.name} ${list.records}`} list={list} file={list.file} />
      )}
    </div>
  );
}
