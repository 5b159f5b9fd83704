/** Parsing what comes from outside, with a failure that a person can act on. */
import type { z } from "zod";
import { PalimpsestError } from "../errors";
import { because } from "../reasons";
import type { JsonObject } from "./json";

/** One field of an input that is wrong, by its path from the beginning of the input, and why. */
export interface Issue {
  readonly field: string;
  readonly message: string;
  /** From `because`, where it is a common mistake. */
  readonly details?: JsonObject;
}

/** Issues that an error carries; of more it has the count. */
const LISTED = 20;

/** Parses with a schema. A failure is `invalid_input` that names the field, and every other one that is wrong. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown, hint?: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidFields(
    parsed.error.issues.map((issue) => ({
      field: issue.path.join("."),
      message: sentence(issue),
      details: reasonOf(issue),
    })),
    hint,
  );
}

/** An input error that names all fields at fault, at least one: the first in its message, the first twenty in its details. */
export function invalidFields(issues: readonly Issue[], hint?: string): PalimpsestError {
  const [{ field, message, details }] = issues;
  const words = field === "" ? message : `${field}: ${message}`;
  const count = issues.length;
  if (count === 1)
    return new PalimpsestError("invalid_input", words, { hint, details: { ...details, field } });
  return new PalimpsestError("invalid_input", `${words} (${count} faults in all)`, {
    hint,
    details: {
      ...details,
      field,
      count,
      issues: issues
        .slice(0, LISTED)
        .map((issue) => ({ ...issue.details, field: issue.field, message: issue.message })),
    },
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

/** Mistakes in a field that need no words of the schema. */
function reasonOf(issue: z.core.$ZodIssue): JsonObject {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined") ? because("fieldMissing") : because("fieldWrong");
    case "invalid_format":
      return because("fieldWrong");
    case "invalid_value":
      return because("fieldOther", { expected: issue.values.map(String).join(", ") });
    case "unrecognized_keys":
      return because("fieldUnknown", { keys: issue.keys.join(", ") });
    case "too_small": {
      const least = Number(issue.minimum);
      if (issue.origin === "string")
        return least <= 1 ? because("fieldEmpty") : because("fieldTooShort", { least });
      return issue.origin === "array"
        ? because("listTooShort", { least })
        : because("fieldTooSmall", { least });
    }
    case "too_big": {
      const most = Number(issue.maximum);
      if (issue.origin === "string") return because("fieldTooLong", { most });
      return issue.origin === "array" ? because("listTooLong", { most }) : because("fieldTooBig", { most });
    }
    default:
      return {};
  }
}
