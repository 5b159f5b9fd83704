/** Inputs that nobody means: values of a JSON schema that are slightly or wholly wrong, in bytes and in size. */
import type { Random } from "../../lib/base";

export type Schema = Readonly<Record<string, unknown>>;

const NUMBERS = [
  0,
  -1,
  1,
  0.5,
  1e-320,
  255,
  65_536,
  2 ** 31,
  2 ** 31 - 1,
  2 ** 53,
  -(2 ** 53),
  1e9,
  1e21,
  1e308,
];
const TEXTS = [
  "",
  " ",
  "\u0000",
  "\u001b[2J",
  "\ud800",
  "\u202eabc",
  "../../etc/passwd",
  "..%2f..%2f",
  "__proto__",
  "constructor",
  "toString",
  "{}",
  "{} {}",
  "<script>alert(1)</script>",
  "'; DROP TABLE Job; --",
  "NaN",
  "1e999",
  "東京🙂",
  "ver_",
  "job_",
  "a".repeat(64),
  "0".repeat(64),
];
const LONG = 50_000;
/** As deep as this program can write; `deepText` goes further. */
const DEEP = 1_000;
const MANY = 2_000;

/** Characters that the input which is being made may still have: hostile by its size, not by the memory of this program. */
let room = 0;

export function beginInput(): void {
  room = 1_000_000;
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random.uniform() * list.length)];
}

export function chance(random: Random, share: number): boolean {
  return random.uniform() < share;
}

export function oddText(random: Random): string {
  room -= LONG;
  if (chance(random, 0.08) && room > 0)
    return pick(random, ["a", "\u0301", "🙂", "\n", "[", " x"]).repeat(LONG);
  room += LONG;
  return pick(random, TEXTS);
}

/** Any JSON value, now and then a large or a deep one. */
export function oddValue(random: Random, depth = 0): unknown {
  const kind = Math.floor(random.uniform() * 9);
  if (kind < 3) return pick(random, NUMBERS);
  if (kind < 6) return oddText(random);
  if (kind === 6) return pick(random, [null, true, false]);
  if (depth > 2 || (room -= 50) < 0) return [];
  if (chance(random, 0.05)) return nested(Math.floor(random.uniform() * DEEP));
  const length = depth === 0 && chance(random, 0.05) ? MANY : Math.floor(random.uniform() * 4);
  const members = Array.from({ length }, () => oddValue(random, depth + 1));
  if (kind === 7) return members;
  return Object.fromEntries(members.map((member) => [oddText(random).slice(0, 40), member]));
}

/** A JSON text that is deeper than most programs can walk, in place of a value of this text or anywhere in it. */
export function deepText(random: Random, text: string): string {
  const depth = pick(random, [20_000, 100_000]);
  const deep = `${"[".repeat(depth)}1${"]".repeat(depth)}`;
  const places = [...text.matchAll(/:("[^"]*"|\d+|true|false|null|\{\}|\[\])(?=[,}])/g)];
  if (places.length === 0) return deep;
  const { index, 0: found } = pick(random, places);
  return `${text.slice(0, index)}:${deep}${text.slice(index + found.length)}`;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A value that a schema mostly allows; `known` gives real ids by the name of their field. */
export function valueOf(
  random: Random,
  schema: Schema,
  root: Schema,
  known: (name: string) => string | undefined,
  name = "",
  depth = 0,
): unknown {
  if ((room -= 50) < 0) return null;
  if (chance(random, 0.04)) return oddValue(random);
  const resolved = resolve(schema, root);
  const next = (member: unknown, of = name): unknown =>
    valueOf(random, member as Schema, root, known, of, depth + 1);
  const choices = (resolved.anyOf ?? resolved.oneOf) as readonly unknown[] | undefined;
  if (choices) return next(pick(random, choices));
  if (resolved.const !== undefined) return resolved.const;
  if (Array.isArray(resolved.enum)) return pick(random, resolved.enum);
  switch (resolved.type) {
    case "string":
      return chance(random, 0.1)
        ? oddText(random)
        : (known(name) ?? pick(random, ["Paris", "France", "rome"]));
    case "number":
    case "integer":
      return numberOf(random, resolved);
    case "boolean":
      return chance(random, 0.5);
    case "array": {
      if (depth > 6) return [];
      const length = chance(random, 0.02) ? MANY : Math.floor(random.uniform() * 3);
      return Array.from({ length }, () => next(resolved.items ?? {}));
    }
    case "object":
      return depth > 8 ? {} : objectOf(random, resolved, next);
    default:
      return oddValue(random);
  }
}

function objectOf(random: Random, schema: Schema, next: (member: unknown, name: string) => unknown): unknown {
  const required = new Set((schema.required ?? []) as readonly string[]);
  const members = Object.entries((schema.properties ?? {}) as Schema).filter(([name]) =>
    chance(random, required.has(name) ? 0.97 : 0.4),
  );
  const value = Object.fromEntries(members.map(([name, member]) => [name, next(member, name)]));
  return chance(random, 0.05) ? { ...value, [oddText(random).slice(0, 40)]: oddValue(random) } : value;
}

function numberOf(random: Random, { minimum, maximum }: Schema): number {
  if (chance(random, 0.25)) return pick(random, NUMBERS);
  const least = typeof minimum === "number" ? minimum : 0;
  const most = typeof maximum === "number" ? Math.min(maximum, least + 20) : least + 20;
  return Math.floor(least + random.uniform() * (most - least + 1));
}

function resolve(schema: Schema, root: Schema): Schema {
  const { $ref } = schema;
  if (typeof $ref !== "string") return schema;
  return $ref
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((at, key) => (at as Schema)[key], root) as Schema;
}

/** The same JSON with one or a few values replaced, removed or added. */
export function mutateJson(random: Random, value: unknown): unknown {
  const copy = structuredClone(value);
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const visit = (at: unknown): void => {
    if (typeof at !== "object" || at === null || places.length > 5_000) return;
    for (const key of Object.keys(at)) {
      places.push({ holder: at as Record<string, unknown>, key });
      visit((at as Record<string, unknown>)[key]);
    }
  };
  visit(copy);
  const times = 1 + Math.floor(random.uniform() * 3);
  for (let time = 0; time < times && places.length > 0; time++) {
    const { holder, key } = pick(random, places);
    if (chance(random, 0.15)) delete holder[key];
    else if (chance(random, 0.1)) holder[oddText(random).slice(0, 40)] = oddValue(random);
    else holder[key] = oddValue(random);
  }
  return copy;
}

/** The same bytes with some changed, cut, doubled or replaced. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const kind = Math.floor(random.uniform() * 5);
  if (kind === 0) return bytes.slice(0, Math.floor(random.uniform() * bytes.length));
  if (kind === 1) return new Uint8Array([...bytes, ...bytes.subarray(0, 64)]);
  const copy = bytes.slice();
  const flips = 1 + Math.floor(random.uniform() * 8);
  // Headers are at the beginning, where a change says more.
  const reach = kind < 4 ? Math.min(copy.length, 512) : copy.length;
  for (let flip = 0; flip < flips && reach > 0; flip++)
    copy[Math.floor(random.uniform() * reach)] = Math.floor(random.uniform() * 256);
  return copy;
}

/** A safetensors file whose header was mutated as JSON, and its length made right again. */
export function mutateSafetensors(random: Random, bytes: Uint8Array): Uint8Array {
  if (chance(random, 0.4)) return mutateBytes(random, bytes);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const text = new TextEncoder().encode(JSON.stringify(mutateJson(random, header)));
  const made = new Uint8Array(8 + text.length + bytes.length - 8 - length);
  new DataView(made.buffer).setBigUint64(0, BigInt(text.length), true);
  made.set(text, 8);
  made.set(bytes.subarray(8 + length), 8 + text.length);
  return made;
}
