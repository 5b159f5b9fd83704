"use client";

import { TableProperties } from "lucide-react";
import { useId, useState } from "react";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button, Field, TextInput } from "@/components/ui";
import { MAPPED_PARTS, type Column, type Mapping } from "@/lib/data/read-cases";

interface ListMappingProps {
  columns: readonly Column[];
  mapping: Mapping | undefined;
  /** Nothing was recognised, so that nothing can be used without it. */
  isNeeded: boolean;
  isReading: boolean;
  onMap: (mapping: Mapping | undefined) => void;
}

/** Which column holds which part of an edit or a question, for a list in no form that is known. */
export function ListMapping({ columns, mapping, isNeeded, isReading, onMap }: ListMappingProps) {
  const t = useEvaluateMessages().benchmarks.list.mapping;
  const optionsId = useId();
  const [written, setWritten] = useState<Mapping>(mapping ?? {});
  const filled = Object.fromEntries(Object.entries(written).filter(([, from]) => from.trim() !== ""));
  const isEnough = "prompt" in filled && ("target_new" in filled || "ground_truth" in filled);
  return (
    <details open={isNeeded || mapping !== undefined} className="min-w-0 rounded-lg border p-4">
      <summary className="cursor-pointer text-sm font-medium">{t.title}</summary>
      {/* No form: it stands in the form of a run, and would submit that. */}
      <div role="group" aria-label={t.title} className="mt-3 flex min-w-0 flex-col gap-4">
        <p className="max-w-measure text-xs text-faint">{t.hint}</p>
        <dl className="grid min-w-0 grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
          {columns.map(({ name, example }) => (
            <div key={name} className="contents">
              <dt className="font-mono">{name}</dt>
              <dd className="min-w-0 truncate text-soft">{example || t.blank}</dd>
            </div>
          ))}
        </dl>
        <datalist id={optionsId}>
          {columns.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <div className="grid gap-3 sm:grid-cols-2">
          {MAPPED_PARTS.map((part) => (
            <Field key={part} label={t.parts[part]} required={part === "prompt"}>
              {(control) => (
                <TextInput
                  {...control}
                  mono
                  list={optionsId}
                  autoComplete="off"
                  value={written[part] ?? ""}
                  onChange={(event) => setWritten({ ...written, [part]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        {!isEnough && <p className="text-sm text-soft">{t.notEnough}</p>}
        <div className="flex flex-wrap gap-2">
          <Button
            icon={<TableProperties />}
            pending={isReading}
            disabled={!isEnough}
            onClick={() => onMap(filled)}
          >
            {t.read}
          </Button>
          {mapping && (
            <Button variant="quiet" disabled={isReading} onClick={() => onMap(undefined)}>
              {t.drop}
            </Button>
          )}
        </div>
      </div>
    </details>
  );
}
