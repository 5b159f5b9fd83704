/**
 * Published settings, pasted: a JSON object, or lines of `name: value` as in YAML and Python files. Names are ours or the
 * published ones; what is not recognized is named rather than dropped in silence.
 */
import type { JsonObject, JsonValue } from "@/lib/base";
import { faultOf, type FieldFault, type FormField } from "./schema";

interface Pasted {
  /** By our names, ready for the form. */
  readonly values: JsonObject;
  readonly unknown: readonly string[];
  readonly faults: readonly { readonly name: string; readonly fault: FieldFault }[];
}

/** Reads pasted settings against the fields of a form. */
export function readPasted(source: string, fields: readonly FormField[]): Pasted {
  const values: Record<string, JsonValue> = {};
  const unknown: string[] = [];
  const faults: { name: string; fault: FieldFault }[] = [];
  for (const [name, raw] of Object.entries(readEntries(source))) {
    const field = fields.find((candidate) => isNamed(candidate, name));
    if (!field) {
      unknown.push(name);
      continue;
    }
    const value = fitted(field, raw);
    const fault = faultOf(field, value);
    if (fault) faults.push({ name, fault });
    else values[field.name] = value;
  }
  return { values, unknown, faults };
}

function isNamed(field: FormField, name: string): boolean {
  const wanted = name.toLowerCase();
  return field.name.toLowerCase() === wanted || field.alias?.toLowerCase() === wanted;
}

/** Published files give a single layer as a list of one, and a list of one as a number. */
function fitted(field: FormField, value: JsonValue): JsonValue {
  const isList = field.kind === "integers" || field.kind === "numbers";
  if (isList && typeof value === "number") return [value];
  if (!isList && Array.isArray(value) && value.length === 1 && field.kind !== "json")
    return value[0] as JsonValue;
  return value;
}

function readEntries(source: string): Record<string, JsonValue> {
  const text = source.replace(/^\s*```\w*\s*$/gm, "").trim();
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed !== null && typeof parsed === "object" && !Array.isArray(parsed))
      return parsed as Record<string, JsonValue>;
  } catch {
    return readLines(text); // not JSON, so it is read as lines
  }
  return {};
}

function readLines(text: string): Record<string, JsonValue> {
  const entries: Record<string, JsonValue> = {};
  let open: { readonly name: string; readonly items: JsonValue[] } | null = null;
  for (const line of text.split("\n").map(withoutComment)) {
    const item = /^\s*-\s+(.+)$/.exec(line);
    if (item && open) {
      open.items.push(readScalar(item[1]));
      entries[open.name] = open.items;
      continue;
    }
    const pair = /^\s*["']?([A-Za-z_][\w.-]*)["']?\s*[:=]\s*(.*)$/.exec(line);
    if (!pair) continue;
    const value = pair[2].trim().replace(/,$/, "");
    open = value === "" ? { name: pair[1], items: [] } : null;
    if (value !== "") entries[pair[1]] = readScalar(value);
  }
  return entries;
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, "");
}

const WORDS: Readonly<Record<string, JsonValue>> = {
  true: true,
  false: false,
  none: null,
  null: null,
  "~": null,
};

function readScalar(raw: string): JsonValue {
  const text = raw.trim();
  const word = WORDS[text.toLowerCase()];
  if (word !== undefined) return word;
  const list = /^[[(](.*)[\])]$/.exec(text);
  if (list)
    return list[1]
      .split(",")
      .filter((part) => part.trim() !== "")
      .map(readScalar);
  if (text !== "" && Number.isFinite(Number(text))) return Number(text);
  return text.replace(/^(["'])(.*)\1$/, "$2");
}
