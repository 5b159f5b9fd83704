/**
 * A list of edits from a file or the clipboard: JSON, one JSON object a line, CSV or TSV. Names of fields are ours or those
 * of published datasets. What cannot be used is named with its line; nothing is dropped in silence.
 */
import type { EditCase } from "@/lib/data";
import { readRecord, type RecordFault } from "./batch-record";
import { readTable } from "./batch-table";
import { MOST_EDITS } from "../view-state";

export interface BatchFault {
  /** From one; absent when it is the whole text. */
  readonly line?: number;
  readonly code: RecordFault | "notJson" | "notAList" | "noHeader" | "tooMany";
}

export interface Batch {
  readonly cases: readonly EditCase[];
  readonly faults: readonly BatchFault[];
}

/** A record and the line on which it begins. */
export interface Located {
  readonly line: number;
  readonly value: unknown;
}

export function readBatch(source: string): Batch {
  const text = source.replace(/^\uFEFF/, "");
  if (text.trim() === "") return { cases: [], faults: [] };
  const start = text.trimStart()[0];
  if (start === "[") return fromJson(text);
  if (start === "{") return isOneObject(text) ? fromJson(text) : fromLines(text);
  const table = readTable(text);
  return table ? collect(table) : { cases: [], faults: [{ line: 1, code: "noHeader" }] };
}

function collect(records: readonly Located[], faults: readonly BatchFault[] = []): Batch {
  const cases: EditCase[] = [];
  const found = [...faults];
  for (const { line, value } of records) {
    const read = readRecord(value, `edit-${cases.length + 1}`);
    if ("fault" in read) found.push({ line, code: read.fault });
    else if (cases.length < MOST_EDITS) cases.push(read.case);
    else {
      found.push({ line, code: "tooMany" });
      break;
    }
  }
  return { cases, faults: found };
}

function isOneObject(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Several objects, one a line, or one that is broken: told by whether its first line stands alone.
    return !isWhole(text.trimStart().split("\n", 1)[0]);
  }
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false; // the object goes on in the next line
  }
}

function fromLines(text: string): Batch {
  const records: Located[] = [];
  const faults: BatchFault[] = [];
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    try {
      records.push({ line: index + 1, value: JSON.parse(line) as unknown });
    } catch {
      faults.push({ line: index + 1, code: "notJson" });
    }
  });
  const batch = collect(records, faults);
  return { ...batch, faults: [...batch.faults].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

function fromJson(text: string): Batch {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const line = lineOfError(text, error);
    return { cases: [], faults: [{ ...(line !== undefined && { line }), code: "notJson" }] };
  }
  const list = listIn(value);
  if (!list) return { cases: [], faults: [{ line: 1, code: "notAList" }] };
  // Lines are known where the list is the whole text, which is how such files are written.
  const lines = list === value ? linesOfElements(text) : [];
  return collect(list.map((record, index) => ({ line: lines[index] ?? 1, value: record })));
}

/** The list itself, or the one inside: our own records, and files that wrap theirs in a name. */
function listIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (value === null || typeof value !== "object") return null;
  const object = value as Record<string, unknown>;
  if ("subject" in object || "request" in object || "requested_rewrite" in object) return [value];
  for (const key of ["cases", "edits", "requests", "data"])
    if (Array.isArray(object[key])) return object[key];
  return object.input === undefined ? null : listIn(object.input);
}

/** Engines say where a text stops being JSON in words of their own: "position 52", "line 3 column 5". */
function lineOfError(text: string, error: unknown): number | undefined {
  const message = error instanceof Error ? error.message : "";
  const line = /line (\d+)/.exec(message);
  if (line) return Number(line[1]);
  const position = /position (\d+)/.exec(message);
  if (position) return lineAt(text, Number(position[1]));
  return /end of/i.test(message) ? lineAt(text, text.trimEnd().length) : undefined;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}

/** The line on which each element of an array begins. The text is known to be JSON. */
function linesOfElements(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (sign === "\n") line++;
    else if (isInText) {
      if (sign === "\\") i++;
      else if (sign === '"') isInText = false;
    } else if (sign === '"') isInText = true;
    else if (sign === "{" || sign === "[") {
      if (depth === 1) lines.push(line);
      depth++;
    } else if (sign === "}" || sign === "]") depth--;
  }
  return lines;
}
