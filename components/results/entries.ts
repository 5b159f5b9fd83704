/**
 * Names of results that are shown beside each other. An entry is a method with its parameters. One method may have several,
 * so each is named by the parameters in which they differ. Entries of one method that differ in a single number are a sweep.
 */
import { canonicalJson, type JsonObject, type JsonValue } from "@/lib/base";

export interface Entry {
  readonly method: string;
  readonly parameters: JsonObject;
}

/** Parameters that a name spells out before the rest is left to the record. */
const NAMED = 2;

/** A name for each entry, no two alike: "ROME" where the method stands once, else "ROME · clampFactor 4". */
export function entryNames(entries: readonly Entry[], nameOf: (method: string) => string): string[] {
  const names = entries.map((entry) => {
    const peers = entries.filter(({ method }) => method === entry.method);
    const differing = differingKeys(peers.map(({ parameters }) => parameters));
    if (differing.length === 0) return nameOf(entry.method);
    const parts = differing.slice(0, NAMED).map((key) => `${key} ${written(entry.parameters[key])}`);
    return `${nameOf(entry.method)} · ${parts.join(", ")}${differing.length > NAMED ? "…" : ""}`;
  });
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

/** As `entryNames`, for places that name the method already: entries of one method by what differs alone. */
export function shortNames(entries: readonly Entry[], nameOf: (method: string) => string): string[] {
  const sweep = sweepOf(entries);
  if (!sweep) return entryNames(entries, nameOf);
  return sweep.values.map((value) => `${sweep.parameter} ${Number(value.toPrecision(6))}`);
}

export interface Sweep {
  readonly method: string;
  readonly parameter: string;
  /** One an entry, in the order of the entries. */
  readonly values: readonly number[];
}

/** What the entries sweep over, or null when they are anything else. */
export function sweepOf(entries: readonly Entry[]): Sweep | null {
  const [first] = entries;
  if (entries.length < 2 || entries.some(({ method }) => method !== first.method)) return null;
  const differing = differingKeys(entries.map(({ parameters }) => parameters));
  if (differing.length !== 1) return null;
  const [parameter] = differing;
  const values = entries.flatMap(({ parameters }) => numberIn(parameters[parameter]) ?? []);
  return values.length === entries.length ? { method: first.method, parameter, values } : null;
}

/** The number of a parameter: itself, or the only one in its list, as "layers" usually has. */
export function numberIn(value: JsonValue | undefined): number | null {
  if (typeof value === "number") return value;
  return Array.isArray(value) && value.length === 1 && typeof value[0] === "number" ? value[0] : null;
}

function differingKeys(all: readonly JsonObject[]): string[] {
  const keys = [...new Set(all.flatMap((parameters) => Object.keys(parameters)))];
  return keys.filter(
    (key) => new Set(all.map((parameters) => canonicalJson(parameters[key] ?? null))).size > 1,
  );
}

function written(value: JsonValue | undefined): string {
  const number = numberIn(value);
  if (number !== null) return String(Number(number.toPrecision(4)));
  return value === undefined ? "–" : JSON.stringify(value).replaceAll('"', "").replaceAll(",", ", ");
}
