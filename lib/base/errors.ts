/**
 * The closed list of ways to fail.
 *
 * Constructing a `PalimpsestError` declares its message fit for the person who will read it: what was expected, what was
 * found, what to do. Any other error crosses a boundary as its title and a reference; its details go to the log.
 */
import { because } from "./reasons";
import type { JsonObject, JsonValue } from "./values/json";

export const ERROR_CODES = {
  invalid_input: { status: 422, title: "The input is not valid" },
  not_found: { status: 404, title: "There is nothing with that id" },
  conflict: { status: 409, title: "It clashes with what is there" },
  forbidden: { status: 403, title: "This is not allowed from here" },
  unauthorized: { status: 401, title: "Sign in first" },
  too_many: { status: 429, title: "Too much at once" },
  too_large: { status: 413, title: "The request is too large" },
  unsupported: { status: 501, title: "This combination is not supported" },
  runtime_unavailable: { status: 503, title: "It cannot be reached right now" },
  out_of_memory: { status: 507, title: "Not enough memory" },
  storage_full: { status: 507, title: "The disk is full" },
  no_effect: { status: 422, title: "Nothing changed" },
  numerical: { status: 500, title: "The computation broke down" },
  integrity: { status: 502, title: "The data is not what it should be" },
  interrupted: { status: 503, title: "It was interrupted before it was done" },
  cancelled: { status: 499, title: "Cancelled" },
  internal: { status: 500, title: "A bug in Palimpsest" },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The part of an error that crosses a worker or HTTP boundary: code, message and hint, without the stack. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  /** `field` names the input at fault, as a path: "requests.0.prompt". */
  readonly details?: JsonObject;
}

interface ErrorExtras {
  readonly hint?: string;
  readonly details?: JsonObject;
  readonly cause?: unknown;
}

/** A message may quote a name from a file, and a name may be as long as its author likes. */
const LONGEST_MESSAGE = 1200;

function shortened(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  return `${message.slice(0, LONGEST_MESSAGE - 400)} … ${message.slice(-300)}`;
}

/** Values that are quoted in the details are as long as their authors like, too. */
function shortenedIn<T extends JsonValue>(value: T): T {
  if (typeof value === "string") return shortened(value) as T;
  if (Array.isArray(value)) return value.map(shortenedIn) as unknown as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [shortened(name), shortenedIn(member as JsonValue)]),
  ) as T;
}

/** The same symbol in every copy of this module. */
const BRAND = Symbol.for("palimpsest.error");

export class PalimpsestError extends Error {
  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly hint?: string;
  readonly details?: JsonObject;

  /** The server bundles its start-up hook and its routes separately, so an error may come from another copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== PalimpsestError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return value instanceof Error && BRAND in value;
  }

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(shortened(message), { cause: extras.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = extras.hint;
    this.details = extras.details && shortenedIn(extras.details);
  }
}

/** Shapes that do not fit: always a bug of the caller inside the project. */
export class ShapeError extends PalimpsestError {
  constructor(message: string, hint?: string) {
    super("internal", message, { hint });
  }
}

/** A number that is not finite, or a system that cannot be solved. */
export class NumericalError extends PalimpsestError {
  constructor(message: string, details?: JsonObject, hint?: string) {
    super("numerical", message, { details, hint });
  }
}

export class CancelledError extends PalimpsestError {
  constructor() {
    super("cancelled", "Cancelled before it finished.");
  }
}

/** An input error that names the field at fault. */
export function invalidField(
  field: string,
  message: string,
  hint?: string,
  reason: JsonObject = {},
): PalimpsestError {
  return new PalimpsestError("invalid_input", message, { hint, details: { ...reason, field } });
}

/** The form of an error that may leave the process, without the messages of unexpected exceptions. */
export function toWireError(error: unknown): WireError {
  if (error instanceof PalimpsestError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint !== undefined && { hint: error.hint }),
      ...(error.details !== undefined && { details: error.details }),
    };
  }
  if (isAbort(error)) return toWireError(new CancelledError());
  if (isDiskFull(error)) {
    return {
      code: "storage_full",
      message: "The disk has no space left, so nothing was written.",
      hint: "Free some space, or set PALIMPSEST_DATA to a folder on another disk, and try again.",
      details: because("diskFull"),
    };
  }
  return { code: "internal", message: ERROR_CODES.internal.title };
}

/** The error that a `WireError` describes, to be thrown on the other side. */
export function fromWireError(wire: WireError): PalimpsestError {
  if (wire.code === "cancelled") return new CancelledError();
  return new PalimpsestError(wire.code, wire.message, { hint: wire.hint, details: wire.details });
}

/** For the log, which is the only place that sees it. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** Whether the error is a requested cancellation and not a failure. */
export function isCancellation(error: unknown): boolean {
  return isAbort(error) || (error instanceof PalimpsestError && error.code === "cancelled");
}

function isDiskFull(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (
      (current as { code?: unknown }).code === "ENOSPC" ||
      /database or disk is full/i.test(current.message)
    )
      return true;
  }
  return false;
}
