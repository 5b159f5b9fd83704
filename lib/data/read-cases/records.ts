/** From a text to its records, each with its place: JSON, one JSON object a line, or a table. */
import { parseJson } from "../../base";
import type { Fault } from "../fault";
import { readTable } from "./table";

/** A record and where it begins. */
export interface Located {
  readonly line?: number;
  /** Before the path of a field in it: "3" in a list, empty where the line alone says which record it is. */
  readonly path: string;
  readonly value: unknown;
}

export interface Records {
  readonly records: readonly Located[];
  readonly faults: readonly Fault[];
}

/** Fields under which files wrap their list; `input` is that of our own record of an edit. */
const WRAPPERS = ["cases", "edits", "requests", "data"];
/** Whether a dataset knows a value as a record of its own. */
export type IsKnown = (value: unknown) => boolean;

export function readRecords(text: string, isKnown: IsKnown): Records {
  const [start] = text.trimStart();
  if (start === undefined) return { records: [], faults: [] };
  if (start === "[") return fromJson(text, isKnown);
  if (start === "{") return isOneObject(text) ? fromJson(text, isKnown) : fromLines(text);
  return readTable(text, isKnown);
}

function isOneObject(text: string): boolean {
  // Several objects, one a line, or one that is broken: its first line tells.
  return isJson(text) || !isJson(text.trimStart().split("\n", 1)[0]);
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

function fromLines(text: string): Records {
  const records: Located[] = [];
  const faults: Fault[] = [];
  text.split("\n").forEach((content, index) => {
    const line = index + 1;
    if (content.trim() === "") return;
    if (isJson(content)) records.push({ line, path: "", value: parseJson(content) });
    else faults.push({ line, code: "notJson" });
  });
  return { records, faults };
}

function fromJson(text: string, isKnown: IsKnown): Records {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    const line = lineOfError(text, error);
    return { records: [], faults: [{ ...(line !== undefined && { line }), code: "notJson" }] };
  }
  if (isObject(value) && isKnown(value)) return { records: [{ line: 1, path: "", value }], faults: [] };
  const found = listIn(value, []);
  if (!found) return { records: [], faults: [{ line: 1, code: "notAList" }] };
  // Lines are known where the list is the whole text, which is how such files are written.
  const lines = found.list === value ? linesOfElements(text) : [];
  const records = found.list.map((record, index) => ({
    ...(lines[index] !== undefined && { line: lines[index] }),
    path: [...found.path, index].join("."),
    value: record,
  }));
  return { records, faults: [] };
}

function isObject(value: unknown): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The list itself, or the one inside, and the names that lead to it. */
function listIn(
  value: unknown,
  path: readonly string[],
): { readonly list: readonly unknown[]; readonly path: readonly string[] } | null {
  if (Array.isArray(value)) return { list: value, path };
  if (value === null || typeof value !== "object") return null;
  const object = value as Record<string, unknown>;
  const name = WRAPPERS.find((wrapper) => Array.isArray(object[wrapper]));
  if (name !== undefined) return listIn(object[name], [...path, name]);
  return listIn(object.input, [...path, "input"]);
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
  let isBefore = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === "\n") line++;
    if (isInText) {
      if (character === "\\") i++;
      else if (character === '"') isInText = false;
      continue;
    }
    if (isBefore && !/[\s\]]/.test(character)) {
      lines.push(line);
      isBefore = false;
    }
    if (character === '"') isInText = true;
    else if (character === "{" || character === "[") isBefore = ++depth === 1;
    else if (character === "}" || character === "]") depth--;
    else if (character === "," && depth === 1) isBefore = true;
  }
  return lines;
}
