/** Parsing what comes from outside, with a failure that a person can act on. */
import type { z } from "zod";
import { PalimpsestError } from "../errors";

/** One field of an input that is wrong, by its path from the beginning of the input, and why. */
export interface Issue {
  readonly field: string;
  readonly message: string;
}

/** Issues that an error carries; of more it has the count. */
const LISTED = 20;

/** Parses with a schema. A failure is `invalid_input` that names the field, and every other one that is wrong. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown, hint?: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidFields(
    parsed.error.issues.map((issue) => ({ field: issue.path.join("."), message: sentence(issue) })),
    hint,
  );
}

/** An input error that names all fields at fault, at least one: the first in its message, the first twenty in its details. */
export function invalidFields(issues: readonly Issue[], hint?: string): PalimpsestError {
  const [{ field, message }] = issues;
  const words = field === "" ? message : `${field}: ${message}`;
  const count = issues.length;
  if (count === 1) return new PalimpsestError("invalid_input", words, { hint, details: { field } });
  return new PalimpsestError("invalid_input", `${words} (${count} faults in all)`, {
    hint,
    details: { field, count, issues: issues.slice(0, LISTED).map((issue) => ({ ...issue })) },
  });
}

/** zod's own sentences for the two commonest mistakes are written for programmers. */
function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined"))
    return "This is missing.";
  if (issue.code === "too_small" && issue.origin === "string" && issue.message.startsWith("Too small"))
    return "This must not be empty.";
  return issue.message;
}
