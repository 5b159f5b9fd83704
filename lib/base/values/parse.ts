/** Parsing what comes from outside, with a failure that a person can act on. */
import type { z } from "zod";
import { PalimpsestError } from "../errors";
import type { JsonValue } from "./json";

/** Parses with a schema. A failure is `invalid_input` that names the field, and every other one that is wrong. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown, hint?: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    field: issue.path.join("."),
    message: sentence(issue),
  }));
  const [{ field, message }] = issues;
  throw new PalimpsestError("invalid_input", field === "" ? message : `${field}: ${message}`, {
    hint,
    details: { field, issues: issues.slice(0, 20) as JsonValue },
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
