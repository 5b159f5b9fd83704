/** Records with something wrong in them, drawn by a seed: for tests that no list, however broken, stops a reader. */
import type { Random } from "../base";

/** Values that stand where something else is expected. */
const WRONG: readonly unknown[] = [
  null,
  "",
  "  ",
  0,
  -1.5,
  true,
  [],
  [[]],
  {},
  [null, 1, "x"],
  { str: null },
  { prompt: {} },
  "{}",
  "{} {}",
  "\u0000\uFFFF\uD800",
  "x".repeat(50_000),
  "[[[[",
];
/** Names that every object answers to. */
const NAMES = ["constructor", "__proto__", "toString", "hasOwnProperty", "0", "", "prompt", "subject"];

/** The record with one to four changes at places drawn from all of it. */
export function mutated(record: unknown, random: Random): unknown {
  const copy: unknown = structuredClone(record);
  const root = { record: copy };
  for (let left = 1 + random.integer(4); left > 0; left--) mutateOnce(root, random);
  return root.record;
}

function mutateOnce(root: object, random: Random): void {
  const places = placesIn(root);
  if (places.length === 0) return;
  const [holder, key] = places[random.integer(places.length)];
  // A copy, so that no value ends inside itself.
  const value: unknown = structuredClone(holder[key]);
  const change = random.integer(6);
  if (change === 0) Reflect.deleteProperty(holder, key);
  else if (change === 1) set(holder, key, structuredClone(WRONG[random.integer(WRONG.length)]));
  else if (change === 2) set(holder, key, nested(value, random.integer(60)));
  else if (change === 3) set(holder, key, [value, structuredClone(value)]);
  else if (change === 4) set(holder, NAMES[random.integer(NAMES.length)], value);
  else if (typeof value === "string") set(holder, key, cut(value, random));
  else set(holder, key, JSON.stringify(value) ?? "");
}

/** Also for the name "__proto__", which an assignment would take for something else. */
function set(holder: Holder, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function cut(text: string, random: Random): string {
  const at = random.integer(text.length + 1);
  return random.integer(2) === 0 ? text.slice(0, at) : `${text.slice(0, at)}{}"\n${text.slice(at)}`;
}

function nested(value: unknown, depth: number): unknown {
  return depth === 0 ? value : nested([value], depth - 1);
}

type Holder = Record<string, unknown>;

function placesIn(holder: object): [Holder, string][] {
  return Object.entries(holder).flatMap(([key, value]) => [
    [holder as Holder, key] as [Holder, string],
    ...(typeof value === "object" && value !== null ? placesIn(value as object) : []),
  ]);
}
