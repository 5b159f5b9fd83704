/** JSON values, and one spelling for each, so that equal values have equal hashes. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue };

/** Whether JSON can represent a value at every depth: no NaN, no infinity, nothing undefined, no instance of a class. */
export function isJson(value: unknown): value is JsonValue {
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return typeof value === "string" || typeof value === "boolean";
  return value === null || (isPlain(value) && Object.values(value).every(isJson));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** No sound file or request is nested so deep, and whatever walks a value would run out of stack far beyond. */
const MOST_LEVELS = 200;
const [QUOTE, BACKSLASH] = ['"', "\\"].map((character) => character.charCodeAt(0));
const OPENING = new Set(["[", "{"].map((character) => character.charCodeAt(0)));
const CLOSING = new Set(["]", "}"].map((character) => character.charCodeAt(0)));

/** The value of a text from outside. Throws a `SyntaxError` where it is no JSON, or nested too deep. */
export function parseJson(text: string): unknown {
  if (levelsOf(text) > MOST_LEVELS) throw new SyntaxError(`It is nested deeper than ${MOST_LEVELS} levels.`);
  return JSON.parse(text);
}

function levelsOf(text: string): number {
  let level = 0;
  let most = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isQuoted) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) isQuoted = false;
    } else if (code === QUOTE) isQuoted = true;
    else if (OPENING.has(code)) most = Math.max(most, ++level);
    else if (CLOSING.has(code)) level--;
  }
  return most;
}

/**
 * JSON with object keys in order and `undefined` members left out. Throws on NaN and infinities, which JSON cannot
 * represent.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`JSON cannot hold ${value}`);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}
